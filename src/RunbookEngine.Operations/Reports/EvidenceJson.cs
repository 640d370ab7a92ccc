using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Operations.Verifying;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Reports;

/// <summary>The report for programs.</summary>
public static class EvidenceJson
{
    public static JsonObject Of(RunReport report)
    {
        var run = report.Run;
        var evidence = new JsonObject();
        if (run.Declared is { } declared)
            evidence["declaration"] = Declaration(declared.At, declared.Declaration);
        if (RecoveryPointRow.Of(run, report.Figures.Points) is { Count: > 0 } points)
            evidence["recoveryPoint"] = new JsonArray([.. points.Select(p => (JsonNode)p.ToJson())]);
        foreach (var (name, value) in Rest(report).ToList())
        {
            evidence[name] = value?.DeepClone();
        }

        if (report.PairsNow is { } now)
            evidence["pairsNow"] = new JsonArray([.. now.Select(RunJson.Pair)]);
        return evidence;
    }

    private static JsonObject Declaration(DateTimeOffset at, DisasterDeclared declared) => new()
    {
        ["at"] = JsonText.Time(at),
        ["by"] = declared.Actor,
        ["reason"] = declared.Reason,
        ["absent"] = new JsonArray([.. declared.Absent.Select(a => (JsonNode)a)]),
        ["unknown"] = new JsonArray([.. declared.Unknown.Select(u => (JsonNode)u)]),
        ["recoveryPoint"] = new JsonArray([.. (declared.Bounds ?? []).Select(b => (JsonNode)new JsonObject
        {
            ["copyGroup"] = b.CopyGroup, ["bound"] = b.Text, ["seconds"] = b.Seconds, ["bytes"] = b.Bytes,
        })]),
    };

    private static JsonObject Rest(RunReport report)
    {
        var run = report.Run;
        var evidence = new JsonObject
        {
            ["summary"] = ReportWords.Of(report, TimeZoneInfo.Utc),
            ["run"] = RunJson.Of(run),
            ["plan"] = new JsonObject
            {
                ["fingerprint"] = report.PlanFingerprint,
                ["source"] = run.Plan.Source?.File,
                ["sourceHash"] = run.Plan.Source?.Hash,
                ["inputs"] = JsonNode.Parse(run.Plan.Inputs.GetRawText()),
            },
            ["journal"] = new JsonObject
            {
                ["events"] = report.Entries.Count,
                ["lastHash"] = report.LastHash,
                ["verified"] = report.ChainBreak is null,
                ["break"] = report.ChainBreak,
                ["signed"] = false,
                ["statement"] = report.ChainBreak is null ? $"{ChainStatement.Consistent}; {ChainStatement.Limit}" : null,
            },
            ["people"] = new JsonArray([.. report.People.Select(p => (JsonNode)new JsonObject
            {
                ["at"] = JsonText.Time(p.At), ["who"] = p.Who, ["what"] = p.What, ["reason"] = p.Reason, ["knownBy"] = RunJson.KnownBy(p.KnownBy),
            })]),
            ["figures"] = FigureJson.Of(report.Figures),
            ["findings"] = FigureJson.Of(report.Findings),
            ["notes"] = new JsonArray([.. run.Notes.Select(n => FigureJson.Of(n.At, n.Note))]),
            ["legalHold"] = run.LegalHold is { } hold ? new JsonObject { ["by"] = hold.Actor, ["reason"] = hold.Reason } : null,
            ["anchors"] = new JsonArray([.. run.Anchors.Select(a => FigureJson.Of(a.At, a.Anchor))]),
            ["measures"] = new JsonArray([.. report.Measures.Select(Measured)]),
            ["operations"] = new JsonArray([.. StepRows.Of(run).SelectMany(r => r.State.Operations.Select(o => Operation(r.State.Key, o)))]),
            ["checkpoints"] = new JsonArray([.. run.Checkpoints.Select(c => (JsonNode)new JsonObject
            {
                ["name"] = c.Checkpoint.Name, ["sequence"] = c.Sequence, ["pairs"] = new JsonArray([.. c.Checkpoint.Pairs.Select(RunJson.Pair)]),
            })]),
        };
        // Before everything else, so that nobody reads past it.
        if (report.BrokenGlass.Count > 0)
            evidence.Insert(0, "breakGlass", new JsonArray([.. report.BrokenGlass.Select(Broken)]));
        return evidence;
    }

    private static JsonNode Broken(BrokenGlass glass) => new JsonObject
    {
        ["at"] = JsonText.Time(glass.At),
        ["step"] = glass.Step.ToString(),
        ["first"] = glass.First,
        ["second"] = glass.Second,
        ["reason"] = glass.Reason,
    };

    private static JsonNode Measured(Measure m) => new JsonObject
    {
        ["name"] = m.Name,
        ["source"] = m.Source,
        ["from"] = JsonText.Time(m.From),
        ["to"] = JsonText.Time(m.To),
        ["seconds"] = m.Span?.TotalSeconds,
        ["objectiveSeconds"] = m.Objective?.TotalSeconds,
        ["met"] = m.Met,
        ["age"] = m.Age is { } age ? FigureJson.Of(age) : null,
    };

    private static JsonNode Operation(StepKey step, OperationRecord o) => new JsonObject
    {
        ["step"] = step.ToString(),
        ["operation"] = o.Intent.Operation,
        ["undo"] = o.Undo,
        ["at"] = JsonText.Time(o.IntendedAt),
        ["sequence"] = o.Sequence,
        ["action"] = o.Intent.Action,
        ["array"] = o.Intent.Array,
        ["target"] = o.Intent.Target,
        ["method"] = o.Intent.Request.Method,
        ["path"] = o.Intent.Request.Path,
        ["body"] = o.Intent.Request.Body,
        ["job"] = o.Job,
        ["result"] = o.Result is { } result ? JsonSerializer.SerializeToElement(result).GetString() : null,
        ["detail"] = o.Detail,
        ["before"] = new JsonArray([.. o.Intent.Before.Select(RunJson.Pair)]),
    };
}
