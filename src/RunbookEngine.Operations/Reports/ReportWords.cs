using RunbookEngine.Operations.Evidence;
using RunbookEngine.Operations.Verifying;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Reports;

/// <summary>A run in one paragraph, for somebody who does not know storage.</summary>
public static class ReportWords
{
    public static string Of(RunReport report, TimeZoneInfo zone) => string.Join(' ', Sentences(report, zone));

    private static IEnumerable<string> Sentences(RunReport report, TimeZoneInfo zone)
    {
        var run = report.Run;
        yield return $"On {Spans.Date(run.StartedAt, zone)} {run.Actor} ran \"{run.Plan.Runbook}\"{(run.Plan.Mode is { } mode ? $" in mode {mode}" : "")} in the environment {run.Plan.Environment.Name}"
            + (run.EndedAt is { } ended ? $"; it ended {Words.Of(run.Outcome)} after {Spans.Text(ended - run.StartedAt)}." : $"; it has not ended ({Words.Of(run.Outcome)}).");
        if (run.Declared is { } declared)
            yield return $"It was a declared disaster{(declared.Declaration.Absent.Count > 0 ? $": {string.Join(", ", declared.Declaration.Absent)} did not answer" : "")}.";
        if (report.Figures.Recovery is { } recovery)
            yield return recovery.Span.IsMeasured
                ? $"The service was back {recovery.Span} after {recovery.Began}{Against(report, "rto")}."
                : $"How long the recovery took was not measured: {recovery.Span.Missing}.";
        if (report.Figures.Points is { } points)
            yield return points.Age.IsMeasured
                ? $"Had production been lost at the moment that counts, {(points.Age.Value == TimeSpan.Zero ? $"no data would have been lost{(points.Age.High > TimeSpan.Zero ? $" (at most that of {Spans.Text(points.Age.High.Value)})" : "")}" : $"the data of the last {points.Age} would have been lost")}{Against(report, "rpo")}."
                : $"How old the recovered data was is not known in time: {points.Age.Missing}{(points.Age.Bytes is { } bytes ? $"; at most {Sizes.Text(bytes)} were missing" : "")}.";
        yield return Counted(report);
        var people = report.People.Select(p => p.Who).Distinct(StringComparer.Ordinal).ToList();
        yield return $"{(people.Count == 1 ? "One person" : $"{people.Count} people")} took part: {string.Join(", ", people.Take(8))}{(people.Count > 8 ? " and others" : "")}.";
        yield return report.ChainBreak is { } broken ? $"THE JOURNAL CANNOT BE TRUSTED: {broken}." : $"The journal of {report.Entries.Count} events is {ChainStatement.Consistent}.";
    }

    private static string Against(RunReport report, string name) => report.Figures.Objectives.FirstOrDefault(o => o.Name == name) is not { } objective ? ""
        : $"; {Spans.Text(objective.Objective)} were allowed, so the objective is {objective.Verdict.Word()}";

    private static string Counted(RunReport report)
    {
        if (report.Findings.Count == 0)
            return "There are no findings.";
        var by = report.Findings.GroupBy(f => f.Severity).OrderByDescending(g => g.Key).Select(g => $"{g.Count()} {g.Key.ToString().ToLowerInvariant()}");
        return $"There {(report.Findings.Count == 1 ? "is one finding" : $"are {report.Findings.Count} findings")} ({string.Join(", ", by)}).";
    }
}
