using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Clocks;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Ledger;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Control;

/// <summary>The control address: what real arrays do not have. Reads the ledger, the clock and the pairs without a session.</summary>
public sealed class ControlServer(SimulatedArrays world)
{
    public Task<SimResponse> HandleAsync(SimRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (world.Gate)
        {
            world.Agenda.AdvanceTo(world.Clock.GetUtcNow());
            return Task.FromResult(Answer(request));
        }
    }

    private SimResponse Answer(SimRequest request)
    {
        var query = Paths.Query(request.Query);
        return (request.Method, request.Path.TrimEnd('/')) switch
        {
            ("GET", "/control/ledger") => Data(world.Ledger.Since(Number(query, "since")).Select(Json)),
            ("GET", "/control/clock") => SimResponse.Json(200, Clock()),
            ("GET", "/control/pairs") => Data(ControlPairs.All(world)),
            _ => SimResponse.Json(404, new JsonObject { ["message"] = $"There is nothing at {request.Method} {Paths.Decode(request.Path)}." }),
        };
    }

    private JsonObject Clock() => new()
    {
        ["now"] = world.Now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["speed"] = world.Clock is ScaledClock scaled ? scaled.Speed : 1,
    };

    private static SimResponse Data(IEnumerable<JsonObject> items) =>
        SimResponse.Json(200, new JsonObject { ["data"] = new JsonArray([.. items]) });

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
        ["pairsChanged"] = new JsonArray([.. entry.PairsChanged.Select(p => (JsonNode)p)]),
        ["body"] = entry.Body,
    };

    private static long Number(IReadOnlyDictionary<string, string> query, string name) =>
        query.TryGetValue(name, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
