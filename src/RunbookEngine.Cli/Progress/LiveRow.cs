using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Progress;

/// <summary>A line of the table: a step, or one copy group of a step that works on several.</summary>
/// <param name="Pairs">The pairs as they stand now; what is waited for, or why it failed, where there are none.</param>
internal sealed record LiveRow(string Step, string Status, string Pairs, string Copied, string Took, string Left, bool IsOpen)
{
    public static IReadOnlyList<LiveRow> Of(LiveView view) => [.. StepRows.Of(view.Run).SelectMany(r => Of(view, r))];

    private static IEnumerable<LiveRow> Of(LiveView view, StepRow row)
    {
        var state = row.State;
        var active = state.Status is StepStatus.Running or StepStatus.Waiting or StepStatus.Undoing;
        var progress = active ? view.Progress.GetValueOrDefault(state.Key) : null;
        var pairs = progress is { Pairs.Count: > 0 } ? [.. progress.Pairs] : view.Pairs.Of(state.Key);
        var groups = active ? pairs.GroupBy(p => p.CopyGroup).ToList() : [];
        yield return new LiveRow(
            new string(' ', row.Depth * 2) + SinkText.Line(state.Key.ToString()), Words.Of(state.Status), SinkText.Line(Text(view, row, state, progress, pairs)),
            groups.Count > 0 && CopyPace.Copied(pairs) is { } percent ? $"{(int)percent} %" : "",
            state.StartedAt is { } started ? Spans.Text((state.EndedAt ?? view.Now) - started) : "",
            active && view.Pace.Left(state.Key, view.Now) is { } left ? "~" + Spans.Rough(left) : "",
            active || state.Status is StepStatus.Failed or StepStatus.Ambiguous);
        foreach (var group in groups.Count > 1 ? groups : [])
        {
            yield return new LiveRow(
                new string(' ', (row.Depth * 2) + 2) + SinkText.Line(group.Key), "", SinkText.Line(Standing(view.Run, group)), CopyPace.Copied(group) is { } copied ? $"{(int)copied} %" : "", "",
                view.Pace.Left(state.Key, group.Key, view.Now) is { } rest ? "~" + Spans.Rough(rest) : "", true);
        }
    }

    private static string Text(LiveView view, StepRow row, StepState state, StepProgress? progress, IReadOnlyCollection<PairReading> pairs)
    {
        var standing = pairs.Count > 0 ? Standing(view.Run, pairs) : "";
        return state switch
        {
            { Undo: UndoStatus.Failed } => $"undo failed: {state.UndoError?.Message}",
            { Status: StepStatus.Failed } => state.Error?.Message ?? "",
            { Status: StepStatus.Ambiguous } => state.Ambiguity?.Question ?? "",
            { Status: StepStatus.Waiting, RetryAt: { } again } => $"tried again at {Spans.Soon(again, view.Now, view.Zone)}: {state.Error?.Message}",
            { Status: StepStatus.Waiting, Waiting: { } waiting } => waiting.For + (waiting.Until is { } until ? $" until {Spans.Soon(until, view.Now, view.Zone)}" : ""),
            { JobFailed: { } failed } => $"job {failed.Job} FAILED, looking at the pairs: {standing}; {failed.Reason}",
            _ when standing.Length > 0 => standing,
            _ when progress is not null => progress.Text,
            _ => state.Note ?? (row.Step.Pivot && state.Status == StepStatus.Pending ? "point of no return" : ""),
        };
    }

    /// <summary><c>8 COPY/COPY, 2 PAIR/PAIR, tokyo > osaka</c>.</summary>
    private static string Standing(RunState run, IEnumerable<PairReading> pairs)
    {
        var all = PairRows.Of(run.Plan, pairs);
        var statuses = string.Join(", ", all.GroupBy(PairStory.Statuses).OrderByDescending(g => g.Count()).Select(g => all.Count == 1 ? g.Key : $"{g.Count()} {g.Key}"));
        return Direction.Of(run.Plan, all) is { } way ? $"{statuses}, {way}" : statuses;
    }
}
