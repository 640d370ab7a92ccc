using System.Globalization;
using RunbookEngine.Cli.Output;
using RunbookEngine.Rehearsal.Cases;
using RunbookEngine.Rehearsal.Ends;
using RunbookEngine.Rehearsal.Reports;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Rehearsals;

/// <summary>A rehearsal as people read it: a table of the ends, what needs a person, and each finding with the command that shows it again.</summary>
internal sealed class RehearsalPage(TextWriter writer, Ink ink, RepeatLine repeat)
{
    /// <summary>Reasons for which a person is needed that are shown; the document has them all.</summary>
    private const int MostReasons = 12;

    private const int MostPairs = 8;

    public void Report(RehearsalReport report)
    {
        writer.WriteLine($"{report.Runbook} on {report.Topology}, seed {report.Seed}: {report.Cases.Count} cases");
        writer.WriteLine();
        var table = new Columns("what was tried", "cases", "end state", "as before", "needs a person", "findings");
        foreach (var row in report.Rows)
            table.Add(Words(row.Kind), Text(row.Cases), Text(row.EndState), Text(row.AsBefore), Text(row.NeedsPerson), Text(row.Findings));
        table.Write(writer, 0, ink);
        People(report);
        foreach (var group in report.Grouped)
            Write(group);
        writer.WriteLine();
        writer.WriteLine(report.IsGood
            ? "every case came to a good end"
            : $"{report.Findings.Count()} of {report.Cases.Count} cases did not come to a good end");
    }

    public void Story(CaseStory story)
    {
        foreach (var line in story.Events)
            writer.WriteLine(SinkText.Line(line));
        writer.WriteLine();
        var end = story.Result.End;
        writer.WriteLine($"case {story.Result.Id}: {ReportJson.Word(end.Kind)} ({end.Outcome ?? "never began"}) after {Spans.Text(story.Result.Took)} of simulated time");
        if (end.NeedsPerson is { } person)
            writer.WriteLine($"a person is needed: {SinkText.Line(person)}");
        foreach (var finding in end.Findings)
            Write(new FindingGroup(finding, [story.Result.Id]));
    }

    private void People(RehearsalReport report)
    {
        var reasons = report.Cases.Where(c => c.End.Kind == EndKind.NeedsPerson).GroupBy(c => c.End.NeedsPerson).OrderByDescending(g => g.Count()).ToList();
        if (reasons.Count == 0)
            return;
        writer.WriteLine();
        writer.WriteLine("a person is needed, and the run says so:");
        foreach (var reason in reasons.Take(MostReasons))
            writer.WriteLine($"  {reason.Count(),4} x  {SinkText.Line(reason.Key)} ({reason.First().Id})");
        if (reasons.Count > MostReasons)
            writer.WriteLine($"  and {reasons.Count - MostReasons} reasons more: --output json");
    }

    private void Write(FindingGroup group)
    {
        writer.WriteLine();
        writer.WriteLine($"{ink.Bold("finding")} {group.Finding.Code}{(group.Finding.Step is { } step ? $" at step {step}" : "")}{SinkText.Line($": {group.Finding.Message}")}");
        foreach (var pair in group.Finding.Pairs.Take(MostPairs))
            writer.WriteLine($"  {SinkText.Line($"{pair}")}");
        if (group.Finding.Pairs.Count > MostPairs)
            writer.WriteLine($"  and {group.Finding.Pairs.Count - MostPairs} pairs more");
        writer.WriteLine($"  in {group.Cases.Count} case(s), the first: {group.Cases[0]}");
        writer.WriteLine($"  {repeat.For(group.Cases[0])}");
    }

    private static string Words(CaseKind kind) => kind switch
    {
        CaseKind.Plain => "the runbook as it is",
        CaseKind.Refused => "a step is refused",
        CaseKind.HalfWay => "a step fails half-way",
        CaseKind.Request => "a request or answer is lost",
        CaseKind.Crash => "the engine dies, another resumes",
        CaseKind.UndoCrash => "the engine dies in the rollback",
        CaseKind.UndoRequest => "a request of an undo is lost",
        CaseKind.UndoFails => "an undo fails once",
        CaseKind.ArrayGone => "disaster: an array is gone",
        CaseKind.LineGone => "disaster: a line is gone",
        CaseKind.ManagementsGone => "disaster: no management answers",
        _ => "disaster: it comes back",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
