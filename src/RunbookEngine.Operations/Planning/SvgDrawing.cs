using System.Globalization;
using System.Text;
using RunbookEngine.Sinks;

namespace RunbookEngine.Operations.Planning;

/// <summary>A plan as a picture that any browser shows: boxes from top to bottom, branches side by side, a red line at the point of no return.</summary>
public sealed class SvgDrawing
{
    private const int LineHeight = 17;
    private const int Padding = 9;
    private const int Gap = 22;
    private const int CharWidth = 7;
    private const int LeastWidth = 150;
    private const int MostChars = 64;
    private const int Margin = 24;

    private readonly StringBuilder _shapes = new();
    private readonly List<(int Y, string Step)> _pivots = [];

    public static string Of(PlanGraph graph)
    {
        var size = Measure(graph);
        var (width, height) = (Math.Max(size.Width, 420) + (2 * Margin), size.Height + (2 * Margin));
        var drawing = new SvgDrawing();
        drawing.Place(graph, width / 2, Margin);
        foreach (var (y, step) in drawing._pivots)
        {
            drawing.Add($"<line x1=\"4\" y1=\"{y}\" x2=\"{width - 4}\" y2=\"{y}\" stroke=\"#c62828\" stroke-width=\"3\"/>");
            drawing.Add($"<text x=\"8\" y=\"{y - 6}\" fill=\"#c62828\" font-weight=\"bold\">point of no return: {SinkText.Svg(step)}</text>");
        }

        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="DejaVu Sans, Verdana, sans-serif" font-size="12">
            <defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#555555"/></marker></defs>
            <rect width="{width}" height="{height}" fill="#ffffff"/>
            {drawing._shapes}</svg>

            """).ReplaceLineEndings("\n");
    }

    private static (int Width, int Height) Measure(PlanGraph graph) => graph switch
    {
        PlanGraph.Sequence { Parts.Count: 0 } => (LeastWidth, 0),
        PlanGraph.Sequence sequence => Column([.. sequence.Parts.Select(Measure)]),
        PlanGraph.SideBySide side => Row(side, [.. side.Parts.Select(Measure)]),
        PlanGraph.Box box => (Math.Max(LeastWidth, (box.Lines.Max(l => Math.Min(l.Length, MostChars)) * CharWidth) + (2 * Padding) + 12), (box.Lines.Count * LineHeight) + (2 * Padding)),
        _ => (LeastWidth, 26),
    };

    private static (int, int) Column(List<(int Width, int Height)> parts) => (parts.Max(p => p.Width), parts.Sum(p => p.Height) + (Gap * (parts.Count - 1)));

    private static (int, int) Row(PlanGraph.SideBySide side, List<(int Width, int Height)> parts) => (
        Math.Max(parts.Sum(p => p.Width) + (Gap * (parts.Count + 1)), (side.Title.Length * CharWidth) + (2 * Padding)), parts.Max(p => p.Height) + LineHeight + (2 * Gap));

    /// <param name="x">The middle.</param>
    /// <returns>Where it ends.</returns>
    private int Place(PlanGraph graph, int x, int y)
    {
        switch (graph)
        {
            case PlanGraph.Sequence sequence:
                for (var i = 0; i < sequence.Parts.Count; i++)
                {
                    y = Place(sequence.Parts[i], x, y);
                    if (i < sequence.Parts.Count - 1)
                    {
                        Add($"<line x1=\"{x}\" y1=\"{y}\" x2=\"{x}\" y2=\"{y + Gap - 2}\" stroke=\"#555555\" marker-end=\"url(#arrow)\"/>");
                        y += Gap;
                    }
                }

                return y;
            case PlanGraph.SideBySide side:
                return PlaceBranches(side, x, y);
            case PlanGraph.Pivot pivot:
                _pivots.Add((y + 13, pivot.Step));
                return y + 26;
            case PlanGraph.Box box:
                return PlaceBox(box, x, y);
            default:
                return y;
        }
    }

    private int PlaceBranches(PlanGraph.SideBySide side, int x, int y)
    {
        var (width, height) = Measure(side);
        Add($"<rect x=\"{x - (width / 2)}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"none\" stroke=\"#999999\" stroke-dasharray=\"5 3\"/>");
        Add($"<text x=\"{x - (width / 2) + Padding}\" y=\"{y + LineHeight}\" fill=\"#444444\" font-style=\"italic\">{SinkText.Svg(side.Title)}</text>");
        var sizes = side.Parts.Select(Measure).ToList();
        var at = x - ((sizes.Sum(s => s.Width) + (Gap * (sizes.Count - 1))) / 2);
        for (var i = 0; i < sizes.Count; i++)
        {
            Place(side.Parts[i], at + (sizes[i].Width / 2), y + LineHeight + Gap);
            at += sizes[i].Width + Gap;
        }

        return y + height;
    }

    private int PlaceBox(PlanGraph.Box box, int x, int y)
    {
        var (width, height) = Measure(box);
        var (fill, stroke, extra) = box.Kind switch
        {
            BoxKind.Start => ("#f0f0f0", "#555555", $" rx=\"{height / 2}\""),
            BoxKind.Wait => ("#eef4fb", "#5b84b1", $" rx=\"{height / 2}\""),
            BoxKind.People => ("#fff6d6", "#b08900", " stroke-width=\"2\""),
            BoxKind.Perhaps => ("#f7f7f7", "#888888", " rx=\"4\" stroke-dasharray=\"4 3\""),
            BoxKind.Failure => ("#fde8e8", "#c62828", " rx=\"4\" stroke-width=\"3\""),
            _ => ("#ffffff", "#333333", " rx=\"4\""),
        };
        var left = x - (width / 2);
        if (box.Kind == BoxKind.People)
            Add($"<polygon points=\"{left},{y + (height / 2)} {left + 12},{y} {left + width - 12},{y} {left + width},{y + (height / 2)} {left + width - 12},{y + height} {left + 12},{y + height}\" fill=\"{fill}\" stroke=\"{stroke}\"{extra}/>");
        else
            Add($"<rect x=\"{left}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\" stroke=\"{stroke}\"{extra}/>");
        for (var i = 0; i < box.Lines.Count; i++)
        {
            var line = box.Lines[i].Length > MostChars ? box.Lines[i][..(MostChars - 3)] + "..." : box.Lines[i];
            Add($"<text x=\"{x}\" y=\"{y + Padding + (i * LineHeight) + 13}\" text-anchor=\"middle\"{(i == 0 ? " font-weight=\"bold\"" : "")}>{SinkText.Svg(line)}</text>");
        }

        return y + height;
    }

    private void Add(string shape) => _shapes.Append(shape).Append('\n');
}
