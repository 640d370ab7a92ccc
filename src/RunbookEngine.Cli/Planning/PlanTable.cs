using RunbookEngine.Cli.Output;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Planning;

/// <summary>A table whose third column gives way, so that everything fits; notes hang below their row.</summary>
/// <param name="width">Columns of the whole.</param>
internal sealed class PlanTable(int width, params string[] heads)
{
    private const int Gap = 2;
    private const int Indent = 6;

    private readonly List<(string[]? Cells, string? Text, Func<string, string>? Paint)> _lines = [];

    public int Count => _lines.Count;

    public void Row(params string[] cells) => _lines.Add(([.. cells.Select(SinkText.Line)], null, null));

    public void Note(string text) => _lines.Add((null, SinkText.Line(text), null));

    /// <summary>A line across the table.</summary>
    public void Line(string text, char fill, Func<string, string> paint) => _lines.Add((null, SinkText.Line(text) is var line && CellWidth.Of(line) < width ? line + new string(fill, width - CellWidth.Of(line)) : line, paint));

    public void Write(TextWriter writer, Ink ink)
    {
        var widths = Widths();
        writer.WriteLine(ink.Dim(One(heads, widths).TrimEnd()));
        foreach (var (cells, text, paint) in _lines)
        {
            if (cells is not null)
                Cells(writer, cells, widths, ink);
            else
                foreach (var line in CellWidth.Wrap(text!, paint is null ? width - Indent : width))
                    writer.WriteLine(paint is null ? new string(' ', Indent) + line : paint(line));
        }
    }

    /// <summary>Each as wide as its longest cell, the first two and the fourth up to a share of the whole; what does not fit goes on in the next line.</summary>
    private int[] Widths()
    {
        var widths = Enumerable.Range(0, heads.Length).Select(i => i == 2 ? 0
            : Math.Min(i < 2 ? width * 13 / 50 : heads.Length > 6 && i == 3 ? width / 5 : 30, _lines.Select(l => CellWidth.Of(l.Cells?[i] ?? "")).Append(heads[i].Length).Max())).ToArray();
        widths[2] = Math.Max(12, width - widths.Sum() - (Gap * (heads.Length - 1)));
        return widths;
    }

    private static void Cells(TextWriter writer, string[] cells, int[] widths, Ink ink)
    {
        var parts = cells.Select((c, i) => CellWidth.Wrap(c, Math.Max(4, widths[i])).ToList()).ToList();
        var bad = cells.Length > 2 && (cells[2].Contains("FAILS", StringComparison.Ordinal) || cells[2].StartsWith("REFUSED", StringComparison.Ordinal));
        for (var line = 0; line < parts.Max(p => p.Count); line++)
            writer.WriteLine(One([.. parts.Select(p => line < p.Count ? p[line] : "")], widths, bad ? ink.Bad : null));
    }

    private static string One(string[] cells, int[] widths, Func<string, string>? paint = null)
    {
        var end = Array.FindLastIndex(cells, c => c.Length > 0);
        return string.Concat(cells.Take(end + 1).Select((c, i) =>
        {
            var shown = i == 2 && paint is not null && c.Length > 0 ? paint(c) : c;
            return i == end ? shown : shown + new string(' ', Math.Max(0, widths[i] - CellWidth.Of(c)) + Gap);
        }));
    }
}
