using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Operations.Evidence;

namespace RunbookEngine.Operations.Reports;

/// <summary>The runs of a runbook over the years, as JSON.</summary>
public static class HistoryJson
{
    public static JsonObject Of(RunHistory history) => new()
    {
        ["runbook"] = history.Runbook,
        ["good"] = history.Good,
        ["of"] = history.Of,
        ["recoveryTrend"] = history.RecoveryTrend,
        ["pointTrend"] = history.PointTrend,
        ["lastGood"] = JsonText.Time(history.LastGood),
        ["due"] = JsonText.Time(history.Due),
        ["overdue"] = history.Overdue,
        ["runs"] = new JsonArray([.. history.Rows.Select(r => (JsonNode)new JsonObject
        {
            ["run"] = r.Run.ToString(),
            ["startedAt"] = JsonText.Time(r.StartedAt),
            ["environment"] = r.Environment,
            ["mode"] = r.Mode,
            ["actor"] = r.Actor,
            ["outcome"] = JsonSerializer.SerializeToNode(r.Outcome),
            ["tookSeconds"] = r.Took?.TotalSeconds,
            ["expectedSeconds"] = r.Expected?.TotalSeconds,
            ["recoveryTime"] = r.Recovery is { } recovery ? FigureJson.Of(recovery) : null,
            ["recoveryPoint"] = r.Point is { } point ? FigureJson.Of(point) : null,
            ["good"] = r.IsGood,
            ["changes"] = new JsonArray([.. r.Changes.Select(c => (JsonNode)c)]),
        })]),
    };
}
