using System.Text;
using RunbookEngine.Operations.Evidence;
using RunbookEngine.Operations.Verifying;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Operations.Reports;

/// <summary>The report as one HTML file that needs nothing else, and prints as a document: cover, verdict, figures, then the tables, the requests last.</summary>
public static class ReportHtml
{
    private const string Style = """
        body { font: 14px/1.45 "DejaVu Sans", "Liberation Sans", Arial, system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1b1f24; background: #fff; }
        h1 { font-size: 1.7rem; margin: 0 0 .4rem; } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid #c8ccd1; padding-bottom: .2rem; }
        table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #e4e7ea; overflow-wrap: anywhere; }
        th { font-weight: 600; } thead th { border-bottom: 1.5px solid #8c959f; overflow-wrap: normal; } .s { overflow-wrap: normal; } pre { white-space: pre-wrap; font-size: 11px; overflow-wrap: anywhere; } .small { font-size: 12px; color: #57606a; }
        .outcome { display: inline-block; padding: .1rem .6rem; border: 2px solid currentColor; border-radius: .3rem; font-size: 1.1rem; }
        .good-word { color: #116329; } .bad-word { color: #a40e26; } .words { font-size: 1.05rem; }
        .verdict { border: 2px solid currentColor; border-radius: .3rem; padding: .5rem .8rem; margin: .6rem 0; } .verdict b { display: inline-block; min-width: 9rem; }
        .timeline { width: 100%; height: auto; } .timeline text { font-size: 10px; fill: #1b1f24; } .timeline .grid { stroke: #d0d7de; } .timeline .good { fill: #2f6fb0; }
        .timeline .bad { fill: #a40e26; } .timeline .undone { fill: #9a6700; } .cover dl { display: grid; grid-template-columns: 11rem 1fr; gap: .3rem 1rem; } .cover dt { font-weight: 600; } .cover dd { margin: 0; overflow-wrap: anywhere; }
        @page { size: PAPER; margin: 17mm 15mm 18mm; @bottom-left { content: "FOOTER"; font: 8px sans-serif; color: #57606a; } @bottom-right { content: counter(page) " / " counter(pages); font: 8px sans-serif; color: #57606a; } }
        @media print { body { margin: 0; max-width: none; padding: 0; font-size: 10px; } h1 { font-size: 22px; } h2 { break-after: avoid; font-size: 13px; margin-top: 14px; } tr, .verdict, svg { break-inside: avoid; }
          thead { display: table-header-group; } .cover { break-after: page; padding-top: 45mm; } .verdict-page { break-after: page; } .appendix { break-before: page; } pre { font-size: 8px; } .words { font-size: 12px; } .small { font-size: 9px; } }
        """;

    /// <summary>Blocks from here on are the appendix.</summary>
    private const string Appendix = "Requests to arrays, commands and services";

    /// <summary>Characters of a word that stays whole in a narrow column.</summary>
    private const int MostOfAWord = 12;

    /// <param name="paper"><c>A4</c> or <c>letter</c>.</param>
    public static string Write(RunReport report, TimeZoneInfo zone, string paper = "A4")
    {
        var run = report.Run;
        var title = $"{run.Plan.Runbook}, run {run.Id}";
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
        var style = Style.Replace("PAPER", paper == "letter" ? "letter" : "A4", StringComparison.Ordinal).Replace("FOOTER", $"run {run.Id}", StringComparison.Ordinal);
        html.Append($"<title>{Text(title)}</title>\n<style>\n{style}\n</style>\n</head>\n<body>\n");
        Cover(html, report, zone);
        Verdicts(html, report, zone);
        html.Append($"<h2>Steps over time</h2>\n{ReportTimeline.Write(report)}");
        var appendix = false;
        foreach (var block in ReportBlocks.Of(report, zone).Where(b => b.Rows.Count > 0))
        {
            if (block.Title == Appendix)
            {
                html.Append("<div class=\"appendix\">\n");
                appendix = true;
            }

            Write(html, block);
        }

        return html.Append($"{(appendix ? "</div>\n" : "")}<p class=\"small\">{Text(ReportBlocks.Zones(zone))}</p>\n</body>\n</html>\n").ToString();
    }

    private static void Cover(StringBuilder html, RunReport report, TimeZoneInfo zone)
    {
        var run = report.Run;
        html.Append($"<div class=\"cover\">\n<p class=\"small\">Evidence of a run</p>\n<h1>{Text(run.Plan.Runbook)}</h1>\n");
        html.Append($"<p><span class=\"outcome {(run.Outcome == RunOutcome.Succeeded ? "good-word" : "bad-word")}\">{Text(Words.Of(run.Outcome))}</span></p>\n");
        if (run.Plan.Description is { } description)
            html.Append($"<p>{Text(description)}</p>\n");
        html.Append("<dl>\n");
        foreach (var (name, value) in new (string, string)[]
        {
            ("Run", run.Id.ToString()), ("Environment", run.Plan.Environment.Name), ("Mode", run.Plan.Mode ?? "none"), ("Ticket", run.Ticket ?? "none"),
            ("Started", $"{ReportBlocks.Time(run.StartedAt, zone)} by {Who.InFull(run.Actor, run.KnownBy)}"),
            ("Ended", run.EndedAt is { } ended ? $"{ReportBlocks.Time(ended, zone)}, after {Spans.Text(ended - run.StartedAt)}" : "not yet"),
            ("Plan (SHA-256)", report.PlanFingerprint), ("Journal", $"{report.Entries.Count} events, last hash {report.LastHash}"),
            ("Trust", report.ChainBreak is { } broken ? $"BROKEN: {broken}" : $"{ChainStatement.Consistent}; {ChainStatement.Limit}"),
        })
            html.Append($"<dt>{Text(name)}</dt><dd>{Text(value)}</dd>\n");
        html.Append("</dl>\n</div>\n");
    }

    private static void Verdicts(StringBuilder html, RunReport report, TimeZoneInfo zone)
    {
        html.Append($"<div class=\"verdict-page\">\n<h2>In words</h2>\n<p class=\"words\">{Text(ReportWords.Of(report, zone))}</p>\n<h2>Verdict</h2>\n");
        foreach (var glass in report.BrokenGlass)
            html.Append($"<p class=\"verdict bad-word\"><b>GLASS BROKEN</b> before step {Text(glass.Step.ToString())}, by {Text(glass.First)} and {Text(glass.Second)}: {Text(glass.Reason)}</p>\n");
        html.Append($"<p class=\"verdict {(report.Run.Outcome == RunOutcome.Succeeded ? "good-word" : "bad-word")}\"><b>Run</b> {Text(Words.Of(report.Run.Outcome))}</p>\n");
        foreach (var (name, objective, achieved, verdict) in report.Figures.Objectives)
            html.Append($"<p class=\"verdict {(verdict is Verdict.Met or Verdict.MetByEstimate ? "good-word" : "bad-word")}\"><b>{Text(ReportBlocks.NameOf(name))}</b> {Text(verdict.Word())}: "
                + $"{Text(achieved.ToString())}; objective {Text(Spans.Text(objective))}</p>\n");
        if (report.Figures.Objectives.Count == 0)
            html.Append("<p>The runbook has no objectives.</p>\n");
        var grave = report.Findings.Where(f => f.Severity >= Severity.Medium).ToList();
        html.Append($"<p>{report.Findings.Count} {(report.Findings.Count == 1 ? "finding" : "findings")}, {grave.Count} of medium or high severity{(grave.Count == 0 ? "." : ":")}</p>\n");
        if (grave.Count > 0)
            html.Append($"<ul>\n{string.Concat(grave.Take(12).Select(f => $"<li>{Text(f.Severity.ToString().ToLowerInvariant())}: {Text(f.Text)}</li>\n"))}"
                + $"{(grave.Count > 12 ? $"<li>and {grave.Count - 12} more below</li>\n" : "")}</ul>\n");
        html.Append("</div>\n");
    }

    private static void Write(StringBuilder html, ReportBlock block)
    {
        html.Append($"<h2>{Text(block.Title)}</h2>\n");
        if (block.IsText)
            html.Append($"<pre>{Text(string.Join('\n', block.Rows.Select(r => SinkText.Line(r[0]))))}</pre>\n");
        else
            Table(html, block);
        if (block.Left > 0)
            html.Append($"<p class=\"small\">and {block.Left} more; the report as CSV or JSON has all.</p>\n");
    }

    private static void Table(StringBuilder html, ReportBlock block)
    {
        html.Append("<table>\n");
        if (block.Heads.Any(h => h.Length > 0))
            html.Append($"<thead><tr>{string.Concat(block.Heads.Select(h => $"<th scope=\"col\">{Text(h)}</th>"))}</tr></thead>\n");
        html.Append("<tbody>\n");
        foreach (var row in block.Rows)
            html.Append($"<tr><th scope=\"row\"{Short(row[0])}>{Text(row[0])}</th>{string.Concat(row.Skip(1).Select(c => $"<td{Short(c)}>{Text(c)}</td>"))}</tr>\n");
        html.Append("</tbody>\n</table>\n");
    }

    /// <summary>A word that fits is not cut in two; ids and paths are, where they do not fit.</summary>
    private static string Short(string text) => text.Length > 0 && text.Split(' ').All(w => w.Length <= MostOfAWord) ? " class=\"s\"" : "";

    private static string Text(string text) => SinkText.Html(text);
}
