using System.Text;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Operations.Reports;

/// <summary>The report as Markdown, for tickets and wikis.</summary>
public static class ReportMarkdown
{
    public static string Write(RunReport report, TimeZoneInfo zone)
    {
        var run = report.Run;
        var text = new StringBuilder($"# {Cell(run.Plan.Runbook)}: {Words.Of(run.Outcome)}\n");
        if (run.Plan.Description is { } description)
            text.Append($"\n{SinkText.Markdown(description, begins: true)}\n");
        text.Append($"\n{SinkText.Markdown(ReportWords.Of(report, zone), begins: true)}\n");
        foreach (var block in ReportBlocks.Of(report, zone).Where(b => b.Rows.Count > 0))
            Write(text, block);
        return text.Append($"\n{Cell(ReportBlocks.Zones(zone))}\n").ToString();
    }

    private static void Write(StringBuilder text, ReportBlock block)
    {
        text.Append($"\n## {block.Title}\n\n");
        if (block.IsText)
        {
            // Four backticks: a line of the story may hold three.
            text.Append($"````text\n{string.Join('\n', block.Rows.Select(r => SinkText.Line(r[0])))}\n````\n");
            return;
        }

        text.Append($"| {string.Join(" | ", block.Heads)} |\n|{string.Concat(block.Heads.Select(_ => " --- |"))}\n");
        foreach (var row in block.Rows)
            text.Append($"| {string.Join(" | ", row.Select(Cell))} |\n");
        if (block.Left > 0)
            text.Append($"\nand {block.Left} more; the report as CSV or JSON has all.\n");
    }

    private static string Cell(string text) => SinkText.Markdown(text);
}
