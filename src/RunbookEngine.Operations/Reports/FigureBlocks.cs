using RunbookEngine.Operations.Evidence;

namespace RunbookEngine.Operations.Reports;

/// <summary>The figures, the forecast and the findings as tables.</summary>
internal static class FigureBlocks
{
    /// <summary>Steps of the comparison that are listed besides those that deviate.</summary>
    private const int MostSteps = 40;

    public static IEnumerable<ReportBlock> Of(RunReport report, TimeZoneInfo zone)
    {
        var figures = report.Figures;
        yield return new("Verdict", ["Objective", "Allowed", "Achieved", "Verdict", "Measured"],
        [
            .. figures.Objectives.Select(o => (string[])
            [
                ReportBlocks.NameOf(o.Name), Spans.Text(o.Objective), o.Achieved.ToString(), o.Verdict.Word(),
                o.Achieved is { Missing: { } why, Cure: var cure } ? $"{why}{(cure is null ? "" : $"; to measure it: {cure}")}" : o.Achieved.Basis,
            ]),
        ]);
        if (figures.Recovery is { Parts.Count: > 0 } recovery)
            yield return new("Recovery time by its parts", ["Part", "Took", "Share"],
                [.. recovery.Parts.Select(p => (string[])[p.Name, Spans.Text(p.Span), $"{Math.Round(100 * p.Span / recovery.Parts.Aggregate(TimeSpan.Zero, (sum, x) => sum + x.Span))} %"])]);
        if (figures.Points is { } points)
            yield return new("Age of the data by copy group", ["Copy group", "Step", "Moment", "Age", "How, and what else"],
            [
                .. points.Groups.Select(p => (string[])
                [
                    p.CopyGroup, p.Step.ToString(), p.Moment is { } at ? ReportBlocks.Time(at, zone) : "not known", p.Age.ToString(),
                    string.Join("; ", new[] { p.Age.Basis, p.Note, p.Age.Cure is { } cure ? $"to measure it: {cure}" : null }.Where(t => !string.IsNullOrEmpty(t))),
                ]),
                ["the run", "", "", points.Age.ToString(), points.Age.Basis],
                .. points.Skew is { } skew ? [["skew between groups", "", "", skew.ToString(), skew.Basis]] : (string[][])[],
            ]);
        yield return Compared(figures.Comparison);
        yield return new("Findings", ["Severity", "Finding", "Id", "Follow-up"],
            [.. report.Findings.Select(f => (string[])[f.Severity.ToString().ToLowerInvariant(), f.Text, f.Id, FollowUp(report, f.Id)])]);
        yield return new("Notes", ["When", "Who", "Kind", "Text", "Owner", "Due"],
        [
            .. report.Run.Notes.Where(n => n.Note.Finding is null || report.Findings.All(f => f.Id != n.Note.Finding)).Select(n => (string[])
            [
                ReportBlocks.Time(n.At, zone), n.Note.Actor, n.Note.Kind, n.Note.Text, n.Note.Owner ?? "", n.Note.Due is { } due ? $"{due:yyyy-MM-dd}" : "",
            ]),
        ]);
    }

    private static string FollowUp(RunReport report, string finding) => string.Join("; ", report.Run.Notes.Where(n => n.Note.Finding == finding)
        .Select(n => $"{n.Note.Kind} by {n.Note.Actor}: {n.Note.Text}{(n.Note.Owner is { } owner ? $" ({owner}, by {n.Note.Due:yyyy-MM-dd})" : "")}"));

    private static ReportBlock Compared(Comparison comparison)
    {
        string Expected(TimeSpan? span) => span is { } known ? Spans.Text(known) : "not foreseen";
        var deviating = comparison.Steps.Where(s => s.Deviation is not null);
        var others = comparison.Steps.Where(s => s.Deviation is null && s.Expected is not null).Take(MostSteps);
        return new("Predicted and actual", ["Step", "Expected", "At the slowest", "Took", "Pairs expected", "Pairs", "Deviation"], comparison.Missing is { } why
            ? [["the run", "not foreseen", "not foreseen", comparison.Took is { } run ? Spans.Text(run) : "not ended", "", "", why]]
            :
            [
                ["the run", Expected(comparison.Expected), Expected(comparison.Slowest), comparison.Took is { } took ? Spans.Text(took) : "not ended", "", "",
                    comparison.Uncounted > 0 ? $"{comparison.Uncounted} programs or people are in no figure" : ""],
                .. deviating.Concat(others).Select(s => (string[])
                [
                    s.Step.ToString(), Expected(s.Expected) + (s.FromHistory ? " (earlier runs)" : ""), Expected(s.Slowest), s.Took is { } span ? Spans.Text(span) : "not ended",
                    s.ExpectedStatuses ?? "", s.Statuses ?? "", s.Deviation ?? "",
                ]),
            ]);
    }
}
