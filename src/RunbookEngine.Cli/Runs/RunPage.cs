using RunbookEngine.Cli.Output;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Cli.Runs;

/// <summary>A run as a page of text: where it stands, its steps, its pairs, its story, and what a person can do.</summary>
/// <param name="width">Columns to cut at; 0 cuts nothing.</param>
internal sealed class RunPage(TextWriter writer, Ink ink, TimeProvider clock, int width)
{
    /// <inheritdoc cref="Teller.ByKey"/>
    public bool ByKey { get; init; }

    private readonly TimeZoneInfo _zone = clock.LocalTimeZone;

    /// <param name="entries">The events to tell; none leaves the story out.</param>
    public void Write(RunState run, IReadOnlyList<JournalEntry> entries, IReadOnlyList<NextStep> next, bool driven, bool verbose)
    {
        Head(run, driven);
        Steps(run);
        Pairs(run);
        if (entries.Count > 0)
            Story(entries, verbose);
        Needs(run);
        Next(next);
    }

    public void Head(RunState run, bool driven)
    {
        foreach (var glass in run.Steps.Values.Select(s => s.Glass).OfType<BreakGlassUsed>())
            Line("GLASS", $"broken before step {glass.Step} by {glass.First} and {glass.Actor}: {glass.Reason}");
        Line("run", run.Id.ToString());
        Line("runbook", run.Plan.Runbook + (run.Plan.Mode is { } mode ? $", mode {mode}" : ""));
        Line("plan", PlanJson.Fingerprint(run.Plan));
        writer.WriteLine($"{ink.Dim("outcome".PadRight(9))} {ink.Status(Words.Of(run.Outcome))}{SinkText.Line(Stands(run, driven))}");
        Line("started", $"{Spans.DateTime(run.StartedAt, _zone)} by {Who.InFull(run.Actor, run.KnownBy)}, environment {run.Plan.Environment.Name}");
        if (run.EndedAt is { } ended)
            Line("ended", $"{Spans.DateTime(ended, _zone)}, after {Spans.Text(ended - run.StartedAt)}");
        if (TimeLeft.Of(run, clock.GetUtcNow()) is { } left)
            Line("time", left.Text(_zone));
        if (run.Ticket is { } ticket)
            Line("ticket", ticket);
        if (run.Forced is { } forced)
            Line("forced", $"against its forecast: {forced.Reason}");
        if (run.Parent is { } parent)
            Line("called by", $"run {parent.Run}, step {parent.Step}");
        if (run.Rollback is { } rollback)
            Line("rollback", (rollback.ToCheckpoint is { } name ? $"to checkpoint {name}: " : "") + rollback.Reason);
        if (run.Held is { } held)
            Line("held", held);
    }

    private static string Stands(RunState run, bool driven) => run switch
    {
        { Phase: RunPhase.AtCheckpoint } => $", stands at checkpoint {run.Rollback?.ToCheckpoint}",
        { Outcome: not RunOutcome.Running } => "",
        _ => driven ? ", a process drives it" : ", nobody drives it now",
    };

    private void Steps(RunState run)
    {
        var table = new Columns("STEP", "STATUS", "TRIES", "TOOK", "");
        foreach (var row in StepRows.Of(run))
        {
            var state = row.State;
            table.Add(
                (new string(' ', row.Depth * 2) + state.Key + (row.Section is "steps" ? "" : $" ({row.Section})"), null),
                (Words.Of(state.Status), ink.Status),
                (state.Attempts == 0 ? "-" : $"{state.Attempts}", null),
                (state.StartedAt is { } started ? Spans.Text((state.EndedAt ?? clock.GetUtcNow()) - started) : "-", null),
                (Note(run, state), null));
        }

        writer.WriteLine();
        table.Write(writer, width, ink);
    }

    private static string Note(RunState run, StepState state) => state switch
    {
        { Undo: UndoStatus.Failed } => $"undo failed: {state.UndoError?.Message}",
        { Status: StepStatus.Waiting, Waiting: { } waiting } => $"for {waiting.For}",
        { Status: StepStatus.Ambiguous } => state.Ambiguity?.Question ?? "",
        { Status: StepStatus.Succeeded or StepStatus.Pending } => state.Note ?? string.Join("; ", RunWarnings.Of(run, state).Select(w => w.Text)),
        _ => state.Error?.Message ?? state.Note ?? "",
    };

    private void Pairs(RunState run)
    {
        var groups = PairRows.Of(run).GroupBy(p => p.CopyGroup).ToList();
        if (groups.Count == 0)
            return;
        writer.WriteLine();
        var table = new Columns("COPY GROUP", "PAIRS AS LAST READ");
        foreach (var group in groups)
            table.Add(group.Key, string.Join(", ", group.GroupBy(PairStory.Statuses).Select(s => $"{s.Key} ({s.Count()})"))
                + (Direction.Of(run, group.First().Array, group.Key) is { } direction ? $", {direction}" : ""));
        table.Write(writer, width, ink);
    }

    private void Story(IReadOnlyList<JournalEntry> entries, bool verbose)
    {
        var teller = new Teller(_zone, verbose) { ByKey = ByKey };
        RunState? run = null;
        var times = new ClockLines(_zone);
        writer.WriteLine();
        foreach (var entry in entries)
        {
            var e = EventJson.Read(entry);
            run = RunFold.Apply(run, entry, e);
            foreach (var line in teller.Tell(entry, e, run))
            {
                if (times.Day(entry.At) is { } day)
                    writer.WriteLine(ink.Dim(day));
                writer.WriteLine($"{ink.Dim(times.Clock(entry.At))} {line}");
            }
        }
    }

    /// <summary>What is not known, not done or not delivered, with both readings and the evidence.</summary>
    public void Needs(RunState run)
    {
        foreach (var warning in RunWarnings.Of(run))
            writer.WriteLine($"{ink.Bold("warning")}: step {SinkText.Line($"{warning.Step}: {warning.Text}")}");
        foreach (var step in run.Steps.Values.Where(s => s.Status == StepStatus.Ambiguous).OrderBy(s => s.StartedSequence))
        {
            var doubt = step.Ambiguity!;
            writer.WriteLine();
            writer.WriteLine($"{ink.Bold($"step {step.Key} is ambiguous")}: {SinkText.Line(doubt.Question)}");
            foreach (var line in doubt.Evidence)
                writer.WriteLine($"  seen: {SinkText.Line(line)}");
            writer.WriteLine($"  if it happened (--mark-done): {SinkText.Line(doubt.IfItHappened)}");
            writer.WriteLine($"  if it did not (--retry):      {SinkText.Line(doubt.IfItDidNot)}");
        }

        foreach (var step in run.Steps.Values.Where(s => s.Undo == UndoStatus.Failed).OrderBy(s => s.StartedSequence))
        {
            var failure = step.UndoError!;
            writer.WriteLine();
            writer.WriteLine($"{ink.Bold($"step {step.Key} could not be taken back")}{SinkText.Line($"{(failure.Array is { } array ? $" on array {array}" : "")}: {failure.Message}")}");
            foreach (var line in LeftBehind.Of(run, step))
                writer.WriteLine($"  left: {SinkText.Line(line)}");
            if (failure.Help is { } help)
                writer.WriteLine($"  help: {SinkText.Line(help)}");
        }

        if (run.Drift is { } drift)
        {
            writer.WriteLine();
            writer.WriteLine(ink.Bold("pairs changed while the run was down"));
            var table = new Columns("PAIR", "WAS", "IS");
            foreach (var before in drift.Before)
            {
                var now = drift.Now.FirstOrDefault(n => RunState.PairKey(n) == RunState.PairKey(before));
                table.Add($"{before.CopyGroup}/{before.Pair} on {before.Array}", PairStory.Statuses(before), now is null ? "gone" : PairStory.Statuses(now));
            }

            if (drift.Before.Count > 0)
                table.Write(writer, width, ink, "  ");
            foreach (var later in drift.Runs ?? [])
                writer.WriteLine($"  {later}");
        }
    }

    public void Next(IReadOnlyList<NextStep> next)
    {
        if (next.Count == 0)
            return;
        writer.WriteLine();
        writer.WriteLine("next:");
        foreach (var step in next)
        {
            writer.WriteLine($"  {SinkText.Line(step.What)}");
            writer.WriteLine($"    {SinkText.Line(step.Command)}");
        }
    }

    private void Line(string name, string value) => writer.WriteLine($"{ink.Dim(name.PadRight(9))} {SinkText.Line(value)}");
}
