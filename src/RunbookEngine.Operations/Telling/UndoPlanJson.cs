using System.Text.Json.Nodes;
using RunbookEngine.Journal;
using RunbookEngine.Reviews;

namespace RunbookEngine.Operations.Telling;

/// <summary>An undo plan as JSON. The names are a contract of the API and of the command line.</summary>
public static class UndoPlanJson
{
    public static JsonObject Of(RollbackReview review) => new()
    {
        ["run"] = review.Run.ToString(),
        ["ended"] = review.OfEnded,
        ["to"] = review.Start.ToCheckpoint,
        ["fingerprint"] = review.Fingerprint,
        ["refused"] = review.Refusal,
        ["differences"] = List(review.Differences.Select(d => (JsonNode)new JsonObject { ["left"] = RunJson.Pair(d.Left), ["now"] = d.Now is { } now ? RunJson.Pair(now) : null })),
        ["laterRuns"] = List(review.LaterRuns.Select(r => (JsonNode)new JsonObject
        {
            ["run"] = r.Run.ToString(),
            ["runbook"] = r.Runbook,
            ["actor"] = r.Actor,
            ["at"] = JsonText.Time(r.At),
            ["copyGroups"] = List(r.CopyGroups.Select(g => (JsonNode)g)),
        })),
        ["gates"] = List(review.Gates.Select(g => (JsonNode)g.ToString())),
        ["undo"] = Undo(review.Undo),
    };

    public static JsonArray Undo(IEnumerable<UndoLine> undo) => List(undo.Select(u => (JsonNode)new JsonObject
    {
        ["step"] = u.Step.ToString(),
        ["verb"] = u.Verb,
        ["requests"] = List(u.Requests.Select(r => (JsonNode)new JsonObject
        {
            ["array"] = r.Array,
            ["copyGroup"] = r.CopyGroup,
            ["pairs"] = List(r.Pairs.Select(p => (JsonNode)p)),
            ["action"] = r.Action,
            ["before"] = r.Before,
            ["after"] = r.After,
        })),
        ["steps"] = List(u.Steps.Select(s => (JsonNode)s)),
        ["lost"] = List(u.Lost.Select(l => (JsonNode)l)),
        ["left"] = u.LeftBecause,
        ["blocked"] = u.Blocked,
    }));

    private static JsonArray List(IEnumerable<JsonNode> items) => new([.. items]);
}
