using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Activities;
using RunbookEngine.Approvals;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Telling;

/// <summary>A run as JSON. The names are a contract of the command line: add to them, change none.</summary>
public static class RunJson
{
    public static JsonObject Document(RunState run, IReadOnlyList<NextStep>? next = null)
    {
        var document = new JsonObject { ["run"] = Of(run) };
        if (next is { Count: > 0 })
            document["next"] = new JsonArray([.. next.Select(n => (JsonNode)new JsonObject { ["what"] = n.What, ["command"] = n.Command })]);
        return document;
    }

    public static JsonObject Of(RunState run) => new()
    {
        ["id"] = run.Id.ToString(),
        ["runbook"] = run.Plan.Runbook,
        ["outcome"] = Words.Of(run.Outcome),
        ["startedAt"] = JsonText.Time(run.StartedAt),
        ["endedAt"] = JsonText.Time(run.EndedAt),
        ["mode"] = run.Plan.Mode,
        ["fingerprint"] = PlanJson.Fingerprint(run.Plan),
        ["environment"] = run.Plan.Environment.Name,
        ["actor"] = run.Actor,
        ["knownBy"] = KnownBy(run.KnownBy),
        ["ticket"] = run.Ticket,
        ["parent"] = run.Parent?.Run.ToString(),
        ["forced"] = run.Forced is { } forced ? new JsonObject { ["reason"] = forced.Reason, ["findings"] = new JsonArray([.. forced.Findings.Select(f => (JsonNode)f)]) } : null,
        ["held"] = run.Held,
        ["rollback"] = run.Rollback?.Reason,
        ["steps"] = new JsonArray([.. StepRows.Of(run).Select(r => Step(run, r))]),
        ["warnings"] = new JsonArray([.. RunWarnings.Of(run).Select(w => (JsonNode)new JsonObject { ["step"] = w.Step.ToString(), ["message"] = w.Text })]),
        ["pairs"] = new JsonArray([.. PairRows.Of(run).Select(p => Pair(run, p))]),
    };

    public static JsonNode Summary(RunSummary run) => new JsonObject
    {
        ["id"] = run.Id.ToString(),
        ["runbook"] = run.Runbook,
        ["outcome"] = Words.Of(run.Outcome),
        ["startedAt"] = JsonText.Time(run.StartedAt),
        ["endedAt"] = JsonText.Time(run.EndedAt),
        ["mode"] = run.Mode,
        ["environment"] = run.Environment,
        ["actor"] = run.Actor,
        ["ticket"] = run.Ticket,
        ["parent"] = run.Parent?.ToString(),
    };

    public static JsonNode? KnownBy(Identification? knownBy) => knownBy is null ? null : JsonSerializer.SerializeToNode(knownBy, EventJson.Options);

    public static JsonNode Pair(PairReading pair) => new JsonObject
    {
        ["copyGroup"] = pair.CopyGroup,
        ["pair"] = pair.Pair,
        ["pvolStatus"] = pair.PvolStatus,
        ["svolStatus"] = pair.SvolStatus,
        ["array"] = pair.Array,
        ["progress"] = pair.Progress,
        ["pvolArray"] = pair.PvolArray is { Length: > 0 } ? pair.PvolArray : null,
    };

    private static JsonNode Pair(RunState run, PairReading pair)
    {
        var json = Pair(pair);
        json["direction"] = Direction.Of(run.Plan, [pair]);
        return json;
    }

    private static JsonNode Step(RunState run, StepRow row)
    {
        var state = row.State;
        var failure = state.UndoError ?? state.Error;
        var json = new JsonObject
        {
            ["id"] = row.Step.Id.Value,
            ["iteration"] = state.Key.Iteration is { Length: > 0 } iteration ? iteration : null,
            ["status"] = Words.Of(state.Status),
            ["attempts"] = state.Attempts,
            ["startedAt"] = JsonText.Time(state.StartedAt),
            ["endedAt"] = JsonText.Time(state.EndedAt),
            ["error"] = failure?.Message,
            ["verb"] = row.Step.Verb,
            ["section"] = row.Section,
        };
        if (ApprovalTally.Of(run, state) is { } tally)
            json["approvals"] = new JsonObject
            {
                ["min"] = tally.Min,
                ["granted"] = new JsonArray([.. tally.Granted.Select(g => (JsonNode)g)]),
                ["deniedBy"] = tally.Denied,
                ["open"] = new JsonArray([.. tally.Open.Select(o => (JsonNode)o)]),
                ["text"] = tally.ToString(),
            };
        if (failure is not null)
            json["failure"] = Facts(failure);
        if (state.Ambiguity is { } doubt)
            json["ambiguity"] = JsonSerializer.SerializeToNode(doubt, JsonSerializerOptions.Web);
        if (state is { Status: StepStatus.Waiting, Waiting: { } waiting })
            json["waiting"] = new JsonObject
            {
                ["for"] = waiting.For,
                ["until"] = JsonText.Time(waiting.Until),
                ["people"] = waiting.People is null ? null : new JsonArray([.. waiting.People.Select(p => (JsonNode)p)]),
            };
        if (state.GlassAsked is { } asked)
            json["breakGlassAsked"] = new JsonObject { ["by"] = asked.Actor, ["reason"] = asked.Reason };
        if (state.Glass is { } glass)
            json["breakGlass"] = new JsonObject { ["by"] = new JsonArray(glass.First, glass.Actor), ["reason"] = glass.Reason };
        if (state.Note is { } note)
            json["note"] = note;
        return json;
    }

    private static JsonNode Facts(Failure failure) => JsonSerializer.SerializeToNode(failure, JsonSerializerOptions.Web)!;
}
