using System.Text;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Operations.Reports;

/// <summary>The report as one HTML file that needs nothing else and prints well.</summary>
public static class ReportHtml
{
    private const string Style = """
        body { font: 14px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1b1f24; background: #fff; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid #c8ccd1; padding-bottom: .2rem; }
        table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #e4e7ea; }
        th { font-weight: 600; } td { overflow-wrap: anywhere; } pre { white-space: pre-wrap; font-size: 12px; }
        .outcome { display: inline-block; padding: .1rem .6rem; border: 2px solid currentColor; border-radius: .3rem; }
        @media print { body { margin: 0; max-width: none; font-size: 10px; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
        """;

    public static string Write(RunReport report, TimeZoneInfo zone)
    {
        var run = report.Run;
        var title = $"{run.Plan.Runbook}, run {run.Id}";
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
        html.Append($"<title>{Text(title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n");
        html.Append($"<h1>{Text(run.Plan.Runbook)} <span class=\"outcome\">{Text(Words.Of(run.Outcome))}</span></h1>\n");
        if (run.Plan.Description is { } description)
            html.Append($"<p>{Text(description)}</p>\n");
        foreach (var block in ReportBlocks.Of(report, zone).Where(b => b.Rows.Count > 0))
            Write(html, block);
        return html.Append($"<p>Times are in {Text(zone.Id)}.</p>\n</body>\n</html>\n").ToString();
    }

    private static void Write(StringBuilder html, ReportBlock block)
    {
        html.Append($"<h2>{Text(block.Title)}</h2>\n");
        if (block.IsText)
        {
            html.Append($"<pre>{Text(string.Join('\n', block.Rows.Select(r => SinkText.Line(r[0]))))}</pre>\n");
            return;
        }

        html.Append("<table>\n");
        if (block.Heads.Any(h => h.Length > 0))
            html.Append($"<thead><tr>{string.Concat(block.Heads.Select(h => $"<th scope=\"col\">{Text(h)}</th>"))}</tr></thead>\n");
        html.Append("<tbody>\n");
        foreach (var row in block.Rows)
            html.Append($"<tr><th scope=\"row\">{Text(row[0])}</th>{string.Concat(row.Skip(1).Select(c => $"<td>{Text(c)}</td>"))}</tr>\n");
        html.Append("</tbody>\n</table>\n");
    }

    private static string Text(string text) => SinkText.Html(text);
}
