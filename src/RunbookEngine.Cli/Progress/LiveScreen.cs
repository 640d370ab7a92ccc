namespace RunbookEngine.Cli.Progress;

/// <summary>Lines at the lower end of a terminal that are written again in their place; what is said meanwhile goes above them.</summary>
/// <param name="writer">The terminal itself.</param>
internal sealed class LiveScreen(TextWriter writer, Func<(int Width, int Height)> size)
{
    private readonly Lock _gate = new();
    private IReadOnlyList<LiveLine> _drawn = [];

    public (int Width, int Height) Size => size();

    public void Draw(IReadOnlyList<LiveLine> lines)
    {
        lock (_gate)
        {
            writer.Write(Up() + string.Concat(lines.Select(l => $"{l.Text}\e[K\n")) + "\e[J");
            writer.Flush();
            _drawn = lines;
        }
    }

    /// <summary>A line that stays.</summary>
    public void Say(string line)
    {
        lock (_gate)
        {
            writer.Write($"{Up()}{line}\e[K\n{string.Concat(_drawn.Select(l => $"{l.Text}\e[K\n"))}\e[J");
            writer.Flush();
        }
    }

    /// <summary>The last picture stays, however long it is.</summary>
    public void Leave(IReadOnlyList<LiveLine> lines)
    {
        Draw(lines);
        _drawn = [];
    }

    /// <summary>To the first line of what stands there. A terminal that has become narrower has broken long lines meanwhile.</summary>
    private string Up()
    {
        var (width, height) = size();
        var rows = _drawn.Sum(l => Math.Max(1, (l.Columns + width - 1) / Math.Max(1, width)));
        return Math.Min(rows, Math.Max(0, height - 1)) is > 0 and var up ? $"\e[{up}A\r" : "\r";
    }
}
