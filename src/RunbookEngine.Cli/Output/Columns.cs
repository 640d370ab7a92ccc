using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Output;

/// <summary>Rows of text in columns, as wide as their longest cell; the last column takes what is left.</summary>
internal sealed class Columns(params string[] heads)
{
    private readonly List<(string Text, Func<string, string>? Paint)[]> _rows = [];

    public int Count => _rows.Count;

    /// <summary>A cell is one line, whatever its text holds.</summary>
    public void Add(params (string Text, Func<string, string>? Paint)[] cells) => _rows.Add([.. cells.Select(c => (SinkText.Line(c.Text), c.Paint))]);

    public void Add(params string[] cells) => Add([.. cells.Select(c => (c, (Func<string, string>?)null))]);

    /// <param name="width">Columns of the terminal; the last cell is cut there. 0 cuts nothing.</param>
    public void Write(TextWriter writer, int width, Ink ink, string indent = "")
    {
        var widths = Enumerable.Range(0, heads.Length)
            .Select(i => _rows.Select(r => r[i].Text.Length).Append(heads[i].Length).Max()).ToArray();
        WriteRow(writer, [.. heads.Select(h => (h, (Func<string, string>?)ink.Dim))], widths, width, indent);
        foreach (var row in _rows)
            WriteRow(writer, row, widths, width, indent);
    }

    private static void WriteRow(TextWriter writer, (string Text, Func<string, string>? Paint)[] cells, int[] widths, int width, string indent)
    {
        writer.Write(indent);
        var used = indent.Length;
        // Nothing is padded for the sake of empty cells at the end.
        var end = Array.FindLastIndex(cells, c => c.Text.Length > 0);
        for (var i = 0; i <= end; i++)
        {
            var (text, paint) = cells[i];
            var last = i == end;
            var shown = last ? Cut(text, width - used) : text;
            writer.Write(paint is null ? shown : paint(shown));
            if (!last)
                writer.Write(new string(' ', widths[i] - text.Length + 2));
            used += widths[i] + 2;
        }

        writer.WriteLine();
    }

    private static string Cut(string text, int room) => room < 8 || text.Length <= room ? text : text[..(room - 3)] + "...";
}
