using System.Text;
using RunbookEngine.Sinks;

namespace RunbookEngine.Operations.Reports;

/// <summary>The report as CSV (RFC 4180), for spreadsheets: each block with its title and its heads, an empty line between blocks.</summary>
public static class ReportCsv
{
    public static string Write(RunReport report, TimeZoneInfo zone)
    {
        var text = new StringBuilder();
        foreach (var block in ReportBlocks.Of(report, zone, whole: true).Where(b => b.Rows.Count > 0))
        {
            Record(text, [block.Title]);
            if (block.Heads.Any(h => h.Length > 0))
                Record(text, block.Heads);
            foreach (var row in block.Rows)
                Record(text, row);
            text.Append("\r\n");
        }

        Record(text, [$"Times are in {zone.Id}."]);
        return text.ToString();
    }

    private static void Record(StringBuilder text, IReadOnlyList<string> fields) => text.AppendJoin(',', fields.Select(SinkText.Csv)).Append("\r\n");
}
