using System.Text.Json.Nodes;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Evidence;

namespace RunbookEngine.Operations.Reports;

/// <summary>Figures and findings as <c>schemas/report.schema.json</c> has them.</summary>
public static class FigureJson
{
    public static JsonObject Of(RunFigures figures) => new()
    {
        ["objectives"] = List(figures.Objectives.Select(o => (JsonNode)new JsonObject
        {
            ["name"] = o.Name,
            ["seconds"] = o.Objective.TotalSeconds,
            ["verdict"] = o.Verdict.ToString() switch
            {
                nameof(Verdict.Met) => "met",
                nameof(Verdict.MetByEstimate) => "met-by-estimate",
                nameof(Verdict.Missed) => "missed",
                nameof(Verdict.NotShown) => "not-shown",
                _ => "not-measured",
            },
            ["achieved"] = Of(o.Achieved),
        })),
        ["recoveryTime"] = figures.Recovery is not { } recovery ? null : new JsonObject
        {
            ["from"] = JsonText.Time(recovery.From),
            ["began"] = recovery.Began,
            ["to"] = JsonText.Time(recovery.To),
            ["took"] = Of(recovery.Span),
            ["parts"] = List(recovery.Parts.Select(p => (JsonNode)new JsonObject { ["name"] = p.Name, ["seconds"] = p.Span.TotalSeconds })),
        },
        ["recoveryPoint"] = figures.Points is not { } points ? null : new JsonObject
        {
            ["age"] = Of(points.Age),
            ["skew"] = points.Skew is { } skew ? Of(skew) : null,
            ["groups"] = List(points.Groups.Select(Of)),
        },
        ["forecast"] = Of(figures.Comparison),
    };

    private static JsonNode Of(RecoveryPoint p) => new JsonObject
    {
        ["copyGroup"] = p.CopyGroup,
        ["technology"] = p.Technology,
        ["step"] = p.Step.ToString(),
        ["moment"] = JsonText.Time(p.Moment),
        ["age"] = Of(p.Age),
        ["dataFrom"] = JsonText.Time(p.DataFrom),
        ["dataTo"] = JsonText.Time(p.DataTo),
        ["note"] = p.Note,
    };

    private static JsonObject Of(Comparison c) => new()
    {
        ["expectedSeconds"] = c.Expected?.TotalSeconds,
        ["slowestSeconds"] = c.Slowest?.TotalSeconds,
        ["tookSeconds"] = c.Took?.TotalSeconds,
        ["uncounted"] = c.Uncounted,
        ["missing"] = c.Missing,
        ["steps"] = List(c.Steps.Select(s => (JsonNode)new JsonObject
        {
            ["step"] = s.Step.ToString(),
            ["expectedSeconds"] = s.Expected?.TotalSeconds,
            ["slowestSeconds"] = s.Slowest?.TotalSeconds,
            ["fromHistory"] = s.FromHistory,
            ["tookSeconds"] = s.Took?.TotalSeconds,
            ["bytes"] = s.Bytes,
            ["expectedStatuses"] = s.ExpectedStatuses,
            ["statuses"] = s.Statuses,
            ["deviation"] = s.Deviation,
        })),
    };

    public static JsonObject Of(MeasuredSpan span) => new()
    {
        ["seconds"] = span.Value?.TotalSeconds,
        ["atLeastSeconds"] = span.IsMeasured ? span.Low.TotalSeconds : null,
        ["atMostSeconds"] = span.High?.TotalSeconds,
        ["atMostBytes"] = span.Bytes,
        ["basis"] = span.Basis.Length == 0 ? null : span.Basis,
        ["missing"] = span.Missing,
        ["cure"] = span.Cure,
        ["text"] = span.ToString(),
    };

    public static JsonArray Of(IReadOnlyList<Finding> findings) => List(findings.Select(f => (JsonNode)new JsonObject
    {
        ["id"] = f.Id,
        ["severity"] = f.Severity.ToString().ToLowerInvariant(),
        ["text"] = f.Text,
        ["step"] = f.Step?.ToString(),
        ["at"] = JsonText.Time(f.At),
    }));

    public static JsonNode Of(DateTimeOffset at, NoteAdded note) => new JsonObject
    {
        ["at"] = JsonText.Time(at),
        ["by"] = note.Actor,
        ["kind"] = note.Kind,
        ["text"] = note.Text,
        ["finding"] = note.Finding,
        ["owner"] = note.Owner,
        ["due"] = note.Due?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
    };

    public static JsonNode Of(DateTimeOffset at, ChainAnchored anchored) => new JsonObject
    {
        ["at"] = JsonText.Time(at),
        ["event"] = anchored.Number,
        ["hash"] = anchored.Hash,
        ["moment"] = anchored.Moment,
        ["place"] = anchored.Place,
        ["problem"] = anchored.Problem,
    };

    private static JsonArray List(IEnumerable<JsonNode> nodes) => new([.. nodes]);
}
