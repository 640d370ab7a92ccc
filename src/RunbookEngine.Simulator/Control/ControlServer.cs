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
    /// <summary>Messages kept; older ones are dropped.</summary>
    private const int MostNotices = 200;

    private readonly Queue<JsonObject> _notices = [];

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
            ("GET", "/control/notices") => Data(_notices.Select(n => (JsonObject)n.DeepClone())),
            ("POST", "/control/notices") => Receive(request),
            _ => SimResponse.Json(404, new JsonObject { ["message"] = $"There is nothing at {request.Method} {Paths.Decode(request.Path)}." }),
        };
    }

    /// <summary>Stands in for a chat or a pager: takes any JSON object and shows it again.</summary>
    private SimResponse Receive(SimRequest request)
    {
        try
        {
            if (JsonNode.Parse(request.Body.Span) is not JsonObject notice)
                return SimResponse.Json(400, new JsonObject { ["message"] = "A notice is a JSON object." });
            _notices.Enqueue(notice);
            if (_notices.Count > MostNotices)
                _notices.Dequeue();
            return SimResponse.Json(200, new JsonObject { ["received"] = _notices.Count });
        }
        catch (System.Text.Json.JsonException)
        {
            return SimResponse.Json(400, new JsonObject { ["message"] = "The body is no JSON." });
        }
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
