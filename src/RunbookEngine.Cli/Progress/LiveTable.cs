using RunbookEngine.Cli.Output;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Progress;

/// <summary>What a person at a terminal sees of a run: a headline with the time left, and its steps with status, pairs, copy progress and time.</summary>
internal static class LiveTable
{
    private const int Gap = 2;
    private const int LeastPairs = 12;

    private static readonly string[] Heads = ["STEP", "STATUS", "PAIRS", "COPIED", "TOOK", "LEFT"];

    /// <param name="width">Columns; no line is longer.</param>
    /// <param name="height">Most lines: the headline always, then what is under way, the others counted. 0: everything, whole.</param>
    public static IReadOnlyList<LiveLine> Draw(LiveView view, int width, int height)
    {
        width = Math.Max(8, width);
        var whole = height == 0;
        var lines = Headline(view, width, whole ? int.MaxValue : Math.Max(1, height / 4));
        var people = whole ? [] : People(view, width);
        var rows = LiveRow.Of(view);
        var room = whole ? int.MaxValue : height - lines.Count - 1;
        if (room < 1)
            return [.. lines.Take(whole ? lines.Count : Math.Max(1, height))];
        people = people.Count < room ? people : [];
        var widths = Widths(rows, width);
        lines.Add(Line([.. Heads.Select((h, i) => (h, (Func<string, string>)view.Ink.Dim))], widths));
        var (from, shown, counted) = whole ? (0, rows.Count, false) : Window(rows, room - people.Count);
        if (counted && from > 0)
            lines.Add(new LiveLine(CellWidth.Cut($"... {from} above", width), width));
        foreach (var row in rows.Skip(from).Take(shown))
            lines.AddRange(Row(view, row, widths, whole));
        if (counted && rows.Count - from - shown is > 0 and var below)
            lines.Add(new LiveLine(CellWidth.Cut($"... {below} below", width), width));
        return [.. lines, .. people];
    }

    private static List<LiveLine> Headline(LiveView view, int width, int most)
    {
        var run = view.Run;
        var (word, took) = (Words.Of(run.Outcome), Spans.Text((run.EndedAt ?? view.Now) - run.StartedAt));
        var name = CellWidth.Cut(SinkText.Line(run.Plan.Runbook), Math.Max(4, width - word.Length - took.Length - 4));
        var id = $"run {run.Id}";
        var head = $"{name}: {word}, {took}";
        var beside = CellWidth.Of(head) + 3 + id.Length <= width;
        var lines = new List<LiveLine>
        {
            new(CellWidth.Of(head) > width ? CellWidth.Cut(head, width) : $"{view.Ink.Bold(name)}: {view.Ink.Status(word)}, {took}{(beside ? $"   {id}" : "")}", Math.Min(width, CellWidth.Of(head) + (beside ? 3 + id.Length : 0))),
        };
        if (TimeLeft.Of(run, view.Now, key => view.Pace.Left(key, view.Now)) is { } left)
            lines.AddRange(CellWidth.Wrap(left.Text(view.Zone), width).Select(l => new LiveLine(left.IsLate ? view.Ink.Bad(l) : l, CellWidth.Of(l))));
        else if (run.Rollback is { } rollback && !run.IsEnded)
            lines.AddRange(CellWidth.Wrap(SinkText.Line($"is taken back: {rollback.Reason}"), width).Select(l => new LiveLine(l, CellWidth.Of(l))));
        if (!beside)
            lines.Add(new LiveLine(CellWidth.Cut(id, width), Math.Min(width, id.Length)));
        return [.. lines.Take(most)];
    }

    /// <summary>What people can do now, for whoever has another terminal.</summary>
    private static List<LiveLine> People(LiveView view, int width) => [.. view.Run.Steps.Values
        .Where(s => s is { Status: StepStatus.Waiting, Waiting.OnPeople: true }).OrderBy(s => s.StartedSequence)
        .SelectMany(s => NextSteps.Of(view.Run, s.Key, view.ByKey)).Take(3)
        .SelectMany(n => CellWidth.Wrap(SinkText.Line($"{n.What}: {n.Command}"), width)).Select(l => new LiveLine(l, CellWidth.Of(l)))];

    private static IEnumerable<LiveLine> Row(LiveView view, LiveRow row, int[] widths, bool whole)
    {
        string[] texts = [row.Step, row.Status, row.Pairs, row.Copied, row.Took, row.Left];
        Func<string, string>?[] paints = [null, view.Ink.Status, null, null, null, null];
        var parts = texts.Select((t, i) => widths[i] == 0 ? [] : whole ? CellWidth.Wrap(t, widths[i]).ToList() : [CellWidth.Cut(t, widths[i])]).ToList();
        for (var line = 0; line < parts.Max(p => p.Count); line++)
            yield return Line([.. parts.Select((p, i) => (line < p.Count ? p[line] : "", paints[i]))], widths);
    }

    private static LiveLine Line((string Text, Func<string, string>? Paint)[] cells, int[] widths)
    {
        var text = new System.Text.StringBuilder();
        var (used, end) = (0, Array.FindLastIndex(cells, c => c.Text.Length > 0));
        for (var i = 0; i <= end; i++)
        {
            if (widths[i] == 0)
                continue;
            var shown = CellWidth.Cut(cells[i].Text, widths[i]);
            text.Append(cells[i].Paint is { } paint && shown.Length > 0 ? paint(shown) : shown);
            used += CellWidth.Of(shown);
            if (i < end && widths[(i + 1)..].Any(w => w > 0))
            {
                var blanks = widths[i] - CellWidth.Of(shown) + Gap;
                text.Append(' ', blanks);
                used += blanks;
            }
        }

        return new LiveLine(text.ToString(), used);
    }

    /// <summary>Columns that do not fit are left out, least needed first; the pairs take what is left.</summary>
    private static int[] Widths(IReadOnlyList<LiveRow> rows, int width)
    {
        int Most(int column, Func<LiveRow, string> text) => rows.Select(r => CellWidth.Of(text(r))).Append(Heads[column].Length).Max();
        int[] widths = [Math.Min(Most(0, r => r.Step), Math.Max(10, width / 3)), Most(1, r => r.Status), 0, Most(3, r => r.Copied), Most(4, r => r.Took), Most(5, r => r.Left)];
        foreach (var drop in (int[])[5, 3, 4])
        {
            if (Rest(widths, width) < LeastPairs)
                widths[drop] = 0;
        }

        widths[2] = Math.Max(0, Rest(widths, width));
        if (widths[2] < LeastPairs)
        {
            widths[2] = 0;
            widths[1] = width < widths[1] + Gap + 4 ? 0 : widths[1];
            widths[0] = width - (widths[1] == 0 ? 0 : widths[1] + Gap);
        }

        return widths;
    }

    private static int Rest(int[] widths, int width) => width - widths.Where((w, i) => i != 2 && w > 0).Sum(w => w + Gap);

    /// <summary>The part of a long list around what is under way; the lines that count the others are within the room, where there is any.</summary>
    private static (int From, int Count, bool Counted) Window(IReadOnlyList<LiveRow> rows, int room)
    {
        if (rows.Count <= room)
            return (0, rows.Count, false);
        var active = Math.Max(0, Enumerable.Range(0, rows.Count).FirstOrDefault(i => rows[i].IsOpen, rows.Count - 1));
        if (room < 3)
            return (Math.Min(active, rows.Count - room), room, false);
        var shown = room - 2;
        var from = Math.Clamp(active - (shown / 4), 0, rows.Count - shown);
        // At either end only one line counts what is left out.
        return from <= 1 ? (0, room - 1, true) : from >= rows.Count - shown - 1 ? (rows.Count - (room - 1), room - 1, true) : (from, shown, true);
    }
}

/// <param name="Text">With colours.</param>
/// <param name="Columns">That it takes on the terminal.</param>
internal sealed record LiveLine(string Text, int Columns);
