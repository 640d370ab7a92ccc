using System.Text.Json.Nodes;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Ends;

namespace RunbookEngine.Rehearsal.Reports;

/// <summary>The report as one JSON document. The names are a contract of the command line.</summary>
public static class ReportJson
{
    public static JsonObject Write(RehearsalReport report) => new()
    {
        ["rehearsal"] = new JsonObject
        {
            ["runbook"] = report.Runbook,
            ["topology"] = report.Topology,
            ["seed"] = report.Seed,
            ["good"] = report.IsGood,
            ["cases"] = report.Cases.Count,
            ["kinds"] = new JsonArray([.. report.Rows.Select(r => (JsonNode)new JsonObject
            {
                ["kind"] = Word(r.Kind),
                ["cases"] = r.Cases,
                ["endState"] = r.EndState,
                ["asBefore"] = r.AsBefore,
                ["needsPerson"] = r.NeedsPerson,
                ["findings"] = r.Findings,
            })]),
            ["findings"] = new JsonArray([.. report.Grouped.Select(g => (JsonNode)Finding(g))]),
            ["ends"] = new JsonArray([.. report.Cases.Select(c => (JsonNode)Case(c))]),
        },
    };

    public static JsonObject Write(CaseStory story) => new()
    {
        ["case"] = Case(story.Result),
        ["findings"] = new JsonArray([.. story.Result.End.Findings.Select(f => (JsonNode)Finding(new FindingGroup(f, [story.Result.Id])))]),
        ["events"] = new JsonArray([.. story.Events.Select(e => (JsonNode)e)]),
    };

    public static string Word(CaseKind kind) => kind switch
    {
        CaseKind.Plain => "plain",
        CaseKind.Refused => "refused",
        CaseKind.HalfWay => "half-way",
        CaseKind.Request => "request",
        CaseKind.Crash => "crash",
        CaseKind.UndoCrash => "undo-crash",
        CaseKind.UndoRequest => "undo-request",
        CaseKind.UndoFails => "undo-fails",
        CaseKind.ArrayGone => "array-gone",
        CaseKind.LineGone => "line-gone",
        CaseKind.ManagementsGone => "managements-gone",
        _ => "comes-back",
    };

    public static string Word(EndKind kind) => kind switch
    {
        EndKind.EndState => "end-state",
        EndKind.AsBefore => "as-before",
        EndKind.NeedsPerson => "needs-person",
        _ => "finding",
    };

    private static JsonObject Finding(FindingGroup group) => new()
    {
        ["code"] = group.Finding.Code,
        ["step"] = group.Finding.Step,
        ["message"] = group.Finding.Message,
        ["pairs"] = new JsonArray([.. group.Finding.Pairs.Select(p => (JsonNode)new JsonObject
        {
            ["pair"] = p.Pair,
            ["expected"] = p.Expected,
            ["found"] = p.Found,
        })]),
        ["cases"] = new JsonArray([.. group.Cases.Select(c => (JsonNode)c)]),
    };

    private static JsonObject Case(CaseResult c) => new()
    {
        ["id"] = c.Id,
        ["kind"] = Word(c.Kind),
        ["end"] = Word(c.End.Kind),
        ["outcome"] = c.End.Outcome,
        ["needsPerson"] = c.End.NeedsPerson,
        ["simulatedSeconds"] = Math.Round(c.Took.TotalSeconds, 1),
        ["events"] = c.Events,
    };
}
