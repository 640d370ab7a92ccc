using RunbookEngine.Cli.Output;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Planning;

/// <summary>A table whose third column gives way, so that everything fits; notes hang below their row.</summary>
internal sealed class PlanTable(params string[] heads)
{
    /// <summary>Widest cell of each column; the third takes what is left.</summary>
    private static readonly int[] Most = [26, 24, 0, 5, 6, 7];

    private readonly List<(string[]? Cells, string? Text)> _lines = [];

    public int Count => _lines.Count;

    public void Row(params string[] cells) => _lines.Add(([.. cells.Select(SinkText.Line)], null));

    public void Note(string text) => _lines.Add((null, SinkText.Line(text)));

    public void Line(string text, char fill, int width) => _lines.Add((null, "\0" + text + new string(fill, Math.Max(0, width - Plain(text)))));

    public void Write(TextWriter writer, Ink ink, int width)
    {
        var widths = Enumerable.Range(0, heads.Length).Select(i => i == 2 ? 0
            : Math.Min(Most[i], _lines.Select(l => l.Cells?[i].Length ?? 0).Append(heads[i].Length).Max())).ToArray();
        widths[2] = Math.Max(12, width - widths.Sum() - (2 * (heads.Length - 1)));
        writer.WriteLine(ink.Dim(One(heads, widths)));
        foreach (var (cells, text) in _lines)
        {
            if (cells is not null)
                Cells(writer, cells, widths);
            else if (text![0] == '\0')
                writer.WriteLine(text[1..]);
            else
                foreach (var line in Wrap(text, width - 6))
                    writer.WriteLine($"      {line}");
        }
    }

    public static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width)
        {
            var at = text.LastIndexOf(' ', width);
            at = at < width / 2 ? width : at;
            yield return text[..at];
            text = text[at..].TrimStart();
        }

        yield return text;
    }

    /// <summary>A cell that does not fit goes on in the next line.</summary>
    private static void Cells(TextWriter writer, string[] cells, int[] widths)
    {
        var parts = cells.Select((c, i) => Wrap(c, Math.Max(4, widths[i])).ToList()).ToList();
        for (var line = 0; line < parts.Max(p => p.Count); line++)
            writer.WriteLine(One([.. parts.Select(p => line < p.Count ? p[line] : "")], widths));
    }

    private static string One(string[] cells, int[] widths) => string.Join("  ", cells.Select((c, i) => c.PadRight(widths[i]))).TrimEnd();

    private static int Plain(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\e\\[[0-9]*m", "").Length;
}
