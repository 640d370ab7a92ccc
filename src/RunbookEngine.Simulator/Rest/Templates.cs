using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Pairs;

namespace RunbookEngine.Simulator.Rest;

/// <summary>Answers to GET .../actions/x: what may be sent, or 412 when the object does not take the action now.</summary>
internal static class Templates
{
    public static SimResponse Of(params (string Name, JsonNode? Default)[] parameters)
    {
        var inner = new JsonObject();
        foreach (var (name, value) in parameters)
            inner[name] = value;
        return SimResponse.Json(200, new JsonObject { ["parameters"] = inner });
    }

    public static void Require(IEnumerable<Verdict> verdicts)
    {
        if (verdicts.FirstOrDefault(v => v.Error is not null) is { Error: { } error })
            throw Refusal.NotHere(error.Message);
    }
}
