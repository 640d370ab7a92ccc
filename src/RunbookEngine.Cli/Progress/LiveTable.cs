using RunbookEngine.Activities;
using RunbookEngine.Cli.Output;
using RunbookEngine.Cli.Runs;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RunbookEngine.Cli.Progress;

/// <summary>What a person at a terminal sees of a run: its steps with status, pairs, copy percentage and time.</summary>
internal static class LiveTable
{
    /// <param name="height">Rows of the terminal; steps that do not fit are counted instead.</param>
    public static IRenderable Draw(RunState run, IReadOnlyDictionary<StepKey, StepProgress> progress, StatusTrails trails, DateTimeOffset now, int height)
    {
        var rows = StepRows.Of(run);
        var (from, shown) = Window(rows, Math.Max(3, height - 8));
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false, Expand = true };
        foreach (var head in (ReadOnlySpan<string>)["step", "status", "pairs", "copied", "time"])
            table.AddColumn(new TableColumn(head) { NoWrap = head is "status" or "copied" or "time" });
        if (from > 0)
            table.AddRow(new Text($"... {from} steps above"), Empty, Empty, Empty, Empty);
        foreach (var row in rows.Skip(from).Take(shown))
            table.AddRow([.. Cells(row, progress.GetValueOrDefault(row.State.Key), trails.Of(row.State.Key), now).Select((text, i) => new Text(SinkText.Line(text), i == 1 ? Colour(row.State.Status) : Style.Plain))]);
        if (rows.Count - from - shown is > 0 and var below)
            table.AddRow(new Text($"... {below} steps below"), Empty, Empty, Empty, Empty);
        var title = $"{run.Plan.Runbook}  {Words.Of(run.Outcome)}  {Spans.Text((run.EndedAt ?? now) - run.StartedAt)}  run {run.Id}";
        return new Rows(new Text(SinkText.Line(title), new Style(decoration: Decoration.Bold)), table);
    }

    private static Text Empty => new("");

    private static string[] Cells(StepRow row, StepProgress? progress, string trail, DateTimeOffset now)
    {
        var state = row.State;
        var active = state.Status is StepStatus.Running or StepStatus.Waiting or StepStatus.Undoing;
        return
        [
            new string(' ', row.Depth * 2) + state.Key,
            Words.Of(state.Status),
            state.Status switch
            {
                StepStatus.Failed => state.Error?.Message ?? "",
                StepStatus.Waiting => state.Waiting?.For ?? "",
                _ when trail.Length > 0 => trail,
                _ when active && progress is not null => Pairs(progress),
                _ => state.Note ?? "",
            },
            active && progress?.Percent is { } percent ? $"{percent} %" : "",
            state.StartedAt is { } started ? Spans.Text((state.EndedAt ?? now) - started) : "",
        ];
    }

    private static string Pairs(StepProgress progress) => progress.Pairs.Count == 0
        ? progress.Text
        : string.Join(", ", progress.Pairs.GroupBy(PairStory.Statuses).Select(g => $"{g.Count()} {g.Key}"));

    /// <summary>The part of a long list around what runs now.</summary>
    private static (int From, int Count) Window(IReadOnlyList<StepRow> rows, int room)
    {
        if (rows.Count <= room)
            return (0, rows.Count);
        var active = Enumerable.Range(0, rows.Count)
            .FirstOrDefault(i => !rows[i].State.IsOver, rows.Count - 1);
        var from = Math.Clamp(active - (room / 4), 0, rows.Count - room);
        return (from, room);
    }

    private static Style Colour(StepStatus status) => new(status switch
    {
        StepStatus.Succeeded => Color.Green,
        StepStatus.Failed or StepStatus.Ambiguous => Color.Red,
        StepStatus.Running or StepStatus.Waiting or StepStatus.Undoing => Color.Aqua,
        StepStatus.Undone => Color.Yellow,
        _ => Color.Default,
    });
}
