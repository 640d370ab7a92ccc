using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Ledger;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Control;

/// <summary>
/// The control address: what real arrays do not have. Faults, ledger, clock, pairs, lines, arrays and pools, without a session.
/// </summary>
public sealed class ControlServer(SimulatedArrays world)
{
    private static readonly string[] Subjects = ["faults", "ledger", "clock", "pairs", "links", "arrays", "pools", "notices"];

    private readonly ControlNotices _notices = new();

    public Task<SimResponse> HandleAsync(SimRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (world.Gate)
        {
            world.Agenda.AdvanceTo(world.Clock.GetUtcNow());
            var answer = Answer(request);
            // What was changed may have let a waiting job end.
            world.CheckWaitingJobs();
            return Task.FromResult(answer);
        }
    }

    private SimResponse Answer(SimRequest request)
    {
        if (request.Method is not ("GET" or "POST" or "PUT" or "DELETE"))
            return ControlBody.Error(405, $"The control address does not take {request.Method}.");
        var parts = Paths.Decode(request.Path).Trim('/').Split('/');
        var query = Paths.Query(request.Query);
        var method = request.Method == "PUT" ? "POST" : request.Method;
        return (method, parts) switch
        {
            ("GET", ["control", "faults"]) => Lists.Data(world.Faults.All.Select(ControlFaults.Json)),
            ("POST", ["control", "faults"]) => ControlFaults.Add(world, request),
            ("DELETE", ["control", "faults"]) => ControlFaults.Clear(world),
            ("GET", ["control", "faults", var id]) => ControlFaults.One(world, id),
            ("DELETE", ["control", "faults", var id]) => ControlFaults.Remove(world, id),
            ("GET", ["control", "ledger"]) => Lists.Data(world.Ledger.Since(Number(query, "since")).Where(e => Fits(e, query)).Select(Json)),
            ("DELETE", ["control", "ledger"]) => Cleared(),
            ("GET", ["control", "clock"]) => ControlClock.Read(world),
            ("POST", ["control", "clock"]) => ControlClock.Change(world, request),
            ("GET", ["control", "pairs"]) => Lists.Data(ControlPairs.All(world).Where(p => ControlPairs.Fits(p, query))),
            ("POST", ["control", "pairs"]) => ControlPairs.Change(world, request),
            ("GET", ["control", "links"]) => Lists.Data(world.Links.Select(ControlLinks.Json)),
            ("POST", ["control", "links"]) => ControlLinks.Change(world, request),
            ("GET", ["control", "arrays"]) => Lists.Data(world.Arrays.Select(ControlArrays.Json)),
            ("POST", ["control", "arrays"]) => ControlArrays.Change(world, request),
            ("GET", ["control", "pools"]) => Lists.Data(world.Arrays.SelectMany(ControlPools.Json)),
            ("POST", ["control", "pools"]) => ControlPools.Change(world, request),
            ("GET", ["control", "notices"]) => Lists.Data(_notices.All),
            ("POST", ["control", "notices"]) => _notices.Take(world, request),
            ("DELETE", ["control", "notices"]) => _notices.Clear(),
            (_, ["control", var subject, ..]) when Subjects.Contains(subject) => ControlBody.Error(405, $"/control/{subject} does not take {request.Method} here."),
            _ => ControlBody.Error(404, $"There is nothing at {Paths.Decode(request.Path)}. The control address has /control/{string.Join(", /control/", Subjects)}."),
        };
    }

    private SimResponse Cleared()
    {
        world.Ledger.Clear();
        return SimResponse.Empty(204);
    }

    private static bool Fits(LedgerEntry entry, IReadOnlyDictionary<string, string> query)
    {
        bool Is(string name, string? value) => query.GetValueOrDefault(name) is not { Length: > 0 } wanted || wanted == value;

        return Is("array", entry.Array) && Is("action", entry.Action) && Is("copyGroup", entry.CopyGroup) && Is("pair", entry.Pair)
            && Is("effect", entry.Effect) && Is("objectType", entry.ObjectType) && Is("user", entry.User);
    }

    private static JsonObject Json(LedgerEntry entry) => new()
    {
        ["sequence"] = entry.Sequence,
        ["at"] = entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["array"] = entry.Array,
        ["controller"] = entry.Controller,
        ["user"] = entry.User,
        ["method"] = entry.Method,
        ["path"] = entry.Path,
        ["objectType"] = entry.ObjectType,
        ["objectId"] = entry.ObjectId,
        ["copyGroup"] = entry.CopyGroup,
        ["pair"] = entry.Pair,
        ["action"] = entry.Action,
        ["effect"] = entry.Effect,
        ["jobId"] = entry.JobId,
        ["pairsChanged"] = Lists.Words(entry.PairsChanged),
        ["body"] = entry.Body,
    };

    private static long Number(IReadOnlyDictionary<string, string> query, string name) =>
        query.TryGetValue(name, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
