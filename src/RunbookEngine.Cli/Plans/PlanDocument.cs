using System.Text.Json.Nodes;
using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Locks;
using RunbookEngine.Plans;

namespace RunbookEngine.Cli.Plans;

/// <summary>A plan as JSON.</summary>
internal static class PlanDocument
{
    public static JsonObject Of(Plan plan, IReadOnlyList<PlannedStep> steps, IReadOnlyList<(string CopyGroup, string Statuses, int Pairs)> start) => new()
    {
        ["plan"] = new JsonObject
        {
            ["runbook"] = plan.Runbook,
            ["environment"] = plan.Environment.Name,
            ["mode"] = plan.Mode,
            ["fingerprint"] = PlanJson.Fingerprint(plan),
            ["inputs"] = JsonNode.Parse(plan.Inputs.GetRawText()),
            ["onFailure"] = Name(plan.OnFailure),
            ["locks"] = List(PlanLocks.Of(plan).Select(l => (JsonNode)l.ToString())),
            ["pairs"] = List(start.Select(p => (JsonNode)new JsonObject { ["copyGroup"] = p.CopyGroup, ["statuses"] = p.Statuses, ["pairs"] = p.Pairs })),
            ["steps"] = List(steps.Select(Step)),
            ["undo"] = List(UndoList.Of(steps).Select(u => (JsonNode)new JsonObject { ["step"] = u.Step, ["what"] = u.What })),
            ["pivot"] = steps.LastOrDefault(s => s.Step.Pivot)?.Key.ToString(),
        },
    };

    private static JsonNode Step(PlannedStep step) => new JsonObject
    {
        ["id"] = step.Step.Id.Value,
        ["iteration"] = step.Key.Iteration is { Length: > 0 } iteration ? iteration : null,
        ["name"] = step.Step.Name,
        ["verb"] = step.Step.Verb,
        ["section"] = step.Section,
        ["line"] = step.Step.At?.Line,
        ["arguments"] = step.Arguments is { } arguments ? JsonNode.Parse(arguments.GetRawText()) : null,
        ["open"] = step.Open,
        ["skipped"] = step.Skipped,
        ["pivot"] = step.Step.Pivot,
        ["timeout"] = step.Step.Timeout is { } timeout ? DurationText.Write(timeout) : null,
        ["rollback"] = Name(step.Step.Rollback.Kind),
        ["calls"] = List(step.Calls.Select(Call)),
    };

    private static JsonNode Call(ForecastCall call) => new JsonObject
    {
        ["copyGroup"] = call.CopyGroup,
        ["pair"] = call.Pair,
        ["array"] = call.Array,
        ["method"] = call.Method,
        ["path"] = call.Path,
        ["body"] = call.Body is null ? null : JsonNode.Parse(call.Body),
        ["verdict"] = PlanWords.Of(call.Verdict),
        ["why"] = call.Why,
        ["before"] = call.Before,
        ["during"] = call.During,
        ["after"] = call.After,
        ["pairs"] = call.Pairs,
        ["copy"] = call.Copy,
        ["hostAccess"] = call.HostAccess,
        ["undo"] = call.Undo,
        ["warnings"] = List(call.Warnings.Select(w => (JsonNode)w)),
    };

    private static JsonArray List(IEnumerable<JsonNode> items) => new([.. items]);

    private static string Name<T>(T value) => System.Text.Json.JsonSerializer.SerializeToElement(value).GetString()!;
}
