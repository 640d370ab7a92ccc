using System.Globalization;
using System.Text;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Operations.Reports;

/// <summary>The steps of a run over its time, as a picture (SVG). Iterations of a loop are one bar; the longest are drawn where there are many.</summary>
public static class ReportTimeline
{
    private const int MaxBars = 36;
    private const int Left = 190;
    private const int Width = 760;
    private const int Row = 17;
    private const int Top = 26;

    public static string Write(RunReport report)
    {
        var run = report.Run;
        var bars = Bars(run);
        if (bars.Count == 0)
            return "";
        var (from, to) = (run.StartedAt, bars.Max(b => b.To));
        var whole = Math.Max(0.001, (to - from).TotalSeconds);
        var shown = bars.Count <= MaxBars ? bars : [.. bars.OrderByDescending(b => b.To - b.From).Take(MaxBars).OrderBy(b => b.From)];
        var height = Top + (shown.Count * Row) + 8;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"timeline\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"Steps over time\">\n");
        for (var tick = 0; tick <= 4; tick++)
        {
            var x = Left + ((Width - Left - 62) * tick / 4.0);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x:0.0}\" y1=\"{Top - 6}\" x2=\"{x:0.0}\" y2=\"{height - 4}\" class=\"grid\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.0}\" y=\"14\" text-anchor=\"middle\">{Text("+" + Spans.Text(TimeSpan.FromSeconds(whole * tick / 4)))}</text>\n");
        }

        for (var i = 0; i < shown.Count; i++)
        {
            var bar = shown[i];
            var (x, end) = (At(bar.From), At(bar.To));
            var y = Top + (i * Row);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{y + 11}\" text-anchor=\"end\">{Text(Cut(bar.Name))}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.0}\" y=\"{y + 2}\" width=\"{Math.Max(1.5, end - x):0.0}\" height=\"{Row - 6}\" class=\"{bar.Look}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Math.Min(Width - 60, end + 4):0.0}\" y=\"{y + 11}\">{Text(Spans.Text(bar.To - bar.From))}</text>\n");
        }

        svg.Append("</svg>\n");
        if (bars.Count > shown.Count)
            svg.Append(CultureInfo.InvariantCulture, $"<p class=\"small\">The {shown.Count} longest of {bars.Count} steps.</p>\n");
        return svg.ToString();

        double At(DateTimeOffset time) => Left + ((Width - Left - 62) * (time - from).TotalSeconds / whole);
    }

    private static List<Bar> Bars(RunState run) =>
    [
        .. StepRows.Of(run).Where(r => r.State.StartedAt is not null && !r.Step.IsContainer).GroupBy(r => r.State.Key.Id)
            .Select(g => new Bar(
                g.Count() == 1 ? g.Key.Value : $"{g.Key} ({g.Count()} times)", g.Min(r => r.State.StartedAt!.Value),
                g.Max(r => r.State.EndedAt ?? run.EndedAt ?? r.State.StartedAt!.Value),
                g.Any(r => r.State.Status is StepStatus.Failed or StepStatus.Ambiguous) ? "bad" : g.Any(r => r.State.Status is StepStatus.Undone or StepStatus.Undoing) ? "undone" : "good"))
            .OrderBy(b => b.From),
    ];

    private static string Cut(string name) => name.Length <= 32 ? name : name[..31] + "…";

    private static string Text(string text) => SinkText.Html(text);

    private sealed record Bar(string Name, DateTimeOffset From, DateTimeOffset To, string Look);
}
