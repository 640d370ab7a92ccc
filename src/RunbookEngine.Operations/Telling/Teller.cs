using RunbookEngine.Activities;
using RunbookEngine.Approvals;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Operations.Telling;

/// <summary>Tells what happened in a run, a line or more for each event worth telling.</summary>
/// <param name="verbose">Tell every event: array jobs, concluded requests, decisions.</param>
public sealed class Teller(TimeZoneInfo zone, bool verbose = false)
{
    private readonly PairStory _pairs = new();

    /// <summary>A server is asked, and knows by the key who acts: commands name nobody.</summary>
    public bool ByKey { get; init; }

    /// <summary>Pairs are told as changes from how this run last saw them.</summary>
    public void GoOnFrom(RunState run) => _pairs.Know(run.Pairs.Values);

    /// <summary>The lines of one event, without its time. Each is one line, whatever the texts in it hold.</summary>
    /// <param name="after">The run with the event in it.</param>
    public IEnumerable<string> Tell(JournalEntry entry, RunEvent e, RunState after) => Lines(entry, e, after).Select(SinkText.Line);

    private IEnumerable<string> Lines(JournalEntry entry, RunEvent e, RunState after) => e switch
    {
        StepEvent step => OfStep(entry, step, after, after.StepOrPending(step.Step)),
        RunStarted started => [$"run {entry.Run} of {started.Plan.Runbook} starts: environment {started.Plan.Environment.Name}, by {Who.Is(started.Actor, started.KnownBy)}"
            + (started.Ticket is { } ticket ? $", ticket {ticket}" : ""),
            .. started.Forced is { } forced ? forced.Findings.Prepend($"FORCED against its forecast by {started.Actor}: {forced.Reason}") : []],
        RunAdopted adopted => [$"taken up by {adopted.Engine} for {Who.Is(adopted.Actor, adopted.KnownBy)}"],
        CancelRequested cancel => [$"cancel asked by {Who.Is(cancel.Actor, cancel.KnownBy)}{(cancel.Rollback ? ", with rollback" : "")}{Because(cancel.Reason)}"],
        RunHeld held => [$"run HELD: {held.Reason}"],
        RunResumed resumed => [$"resumed by {Who.Is(resumed.Actor, resumed.KnownBy)}{Because(resumed.Reason)}"],
        DriftFound drift => Drifted(drift),
        RollbackStarted rollback => [$"rollback starts{(rollback.ToCheckpoint is { } name ? $", to checkpoint {name}" : "")}: {rollback.Reason}"],
        RollbackCompared compared => compared.Pairs.Count == 0 ? [] : [$"{Count(compared.Pairs.Count, "pair")} compared: as this run left them"],
        RollbackRefused refused => [$"rollback REFUSED, nothing was sent: {refused.Reason}"],
        RollbackEnded => ["rollback is complete"],
        ClockJumped { Seconds: var by } =>
            [$"the clock of this machine was set {(by < 0 ? "back" : "forward")} by {Spans.Text(TimeSpan.FromSeconds(Math.Abs(by)))}: waits, limits and leases go on by the time that has passed; times told here stay as they were counted"],
        LockBroken broken => [$"lock {broken.Lock} broken by {Who.Is(broken.Actor, broken.KnownBy)}: {broken.Reason}"],
        DisasterDeclared declared => Declared(declared),
        EnvironmentChanged changed => changed.Changes
            .Prepend($"environment changed by {Who.Is(changed.Actor, changed.KnownBy)}{(changed.From is { } from ? $", from {from}" : "")}:")
            .Select((line, i) => i == 0 ? line : $"  {line}"),
        NoteAdded note => [$"{(note.Kind == NoteAdded.Comment ? "note" : note.Kind)} by {Who.Is(note.Actor, note.KnownBy)}{(note.Finding is { } finding ? $" on {finding}" : "")}: {note.Text}"
            + (note.Owner is { } owner ? $" ({owner}{(note.Due is { } due ? $", by {due:yyyy-MM-dd}" : "")})" : "")],
        LegalHoldChanged hold => [$"{(hold.Held ? "under legal hold" : "legal hold ended")} by {Who.Is(hold.Actor, hold.KnownBy)}: {hold.Reason}"],
        ChainAnchored anchored => verbose || anchored.Problem is not null
            ? [$"hash {anchored.Hash} of event {anchored.Number} {(anchored.Problem is { } problem ? $"could NOT be written to {anchored.Place}: {problem}" : $"written to {anchored.Place}")}"] : [],
        RunDecided decided when verbose || after.Plan.Cleanup.Length + after.Plan.Finally.Length > 0 =>
            [$"outcome is {Words.Of(decided.Outcome)}; closing steps follow"],
        RunEnded ended => [$"run ended: {Words.Of(ended.Outcome)} after {Spans.Text(entry.At - after.StartedAt)}"],
        _ => [],
    };

    private IEnumerable<string> OfStep(JournalEntry entry, StepEvent e, RunState run, StepState state) => e switch
    {
        StepExpanded expanded => [$"{e.Step} for each of {expanded.Iterations.Count}: {List(expanded.Iterations.Select(i => i.Key is "" ? "\"\"" : i.Key), 8)}"],
        StepSkipped skipped => [$"{e.Step} skipped: {skipped.Reason}"],
        StepStarted started => [$"{e.Step} starts{(started.Attempt > 1 ? $", attempt {started.Attempt}" : "")}{(started.Pivot ? ": point of no return" : "")}"],
        StepWaiting waiting => Waits(waiting, run),
        StepSucceeded => [$"{e.Step} succeeded in {Since(state, entry)}", .. RunWarnings.Of(run, state).Where(_ => state.Told.IsEmpty).Select(w => $"  warning: {w.Text}")],
        PeopleTold { Problem: null } told => [$"{e.Step} told {Receiver(told)}"],
        PeopleTold told => [$"{e.Step} warning: not delivered to {Receiver(told)}: {told.Problem}"],
        // A container's failure repeats that of the step inside it; the facts were told there.
        StepFailed failed when state.Iterations is not null || run.Plan.Find(e.Step.Id) is { IsContainer: true } => [$"{e.Step} FAILED: {failed.Failure.Message}"],
        StepFailed failed => Failed($"{e.Step} FAILED", failed.Failure),
        StepRetryPlanned retry => [$"{e.Step} is tried again at {Spans.Clock(retry.At, zone)}"],
        StepBecameAmbiguous doubt => [$"{e.Step} AMBIGUOUS: {doubt.Ambiguity.Question}"],
        StepOverridden overridden => [$"{e.Step} {Word(overridden.Override)} by {Who.Is(overridden.Actor, overridden.KnownBy)}{Because(overridden.Reason)}"],
        OperationIntended intended => [.. _pairs.Tell(e.Step, intended.Before, first: true), Request(intended)],
        OperationAccepted accepted => verbose ? [$"{e.Step} array job {accepted.Job}"] : [],
        ArrayJobFailed failed => [$"{e.Step} array job {failed.Job} FAILED: {failed.Reason}; looking at the pairs for up to {Spans.Rough(TimeSpan.FromSeconds(failed.LookForSeconds))}"],
        OperationConcluded { Result: not OperationResult.Done } concluded =>
            [$"{e.Step} request {Word(concluded.Result)}{(concluded.Detail is { } detail ? $": {detail}" : "")}"],
        OperationConcluded => verbose ? [$"{e.Step} request done"] : [],
        PairsRead read => _pairs.Tell(e.Step, read.Pairs, first: false),
        RecoveryPointRead point => point.Bounds.Select(b => $"{e.Step}: recovery point of {b.CopyGroup}: {b.Text}"),
        CheckpointReached reached => [$"{e.Step} checkpoint {reached.Name}: {Count(reached.Pairs.Count, "pair")} noted", .. _pairs.Tell(e.Step, reached.Pairs, first: false)],
        ApprovalGiven approval => [$"{e.Step} {(approval.Granted ? "granted" : "DENIED")} by {Who.Is(approval)}{Because(approval.Reason)}{(approval.Granted && ApprovalTally.Of(run, state) is { Min: > 1 } tally ? $" ({tally})" : "")}"],
        ApprovalsVoided voided => [$"{e.Step} asks again: {voided.Reason}"],
        GatesRechecked { Failure: null } gates => [$"{e.Step}: {List(gates.Gates, 8)} still hold{(gates.Gates.Count == 1 ? "s" : "")}"],
        BreakGlassAsked asked => [$"{e.Step} {Who.Is(asked.Actor, asked.KnownBy)} asks to BREAK THE GLASS: {asked.Reason}"],
        BreakGlassUsed used => [$"{e.Step} GLASS BROKEN by {used.First} and {Who.Is(used.Actor, used.KnownBy)}: {used.Reason}"],
        AnswerGiven answer => [$"{e.Step} answered by {Who.Is(answer.Actor, answer.KnownBy)}: {answer.Text}"],
        UndoStarted => [$"{e.Step} undo starts"],
        UndoSucceeded => [$"{e.Step} undone"],
        UndoSkipped skipped => [$"{e.Step} is not taken back: {skipped.Reason}"],
        UndoFailed failed => Failed($"{e.Step} UNDO FAILED", failed.Failure),
        _ => [],
    };

    private IEnumerable<string> Waits(StepWaiting waiting, RunState run)
    {
        yield return $"{waiting.Step} waits for {waiting.For}{(waiting.Until is { } until ? $" until {Spans.DateTime(until, zone)}" : "")}";
        foreach (var next in waiting.OnPeople ? NextSteps.Of(run, waiting.Step, ByKey) : [])
            yield return $"  {next.Command}";
    }

    private static string Receiver(PeopleTold told) => told.Person is { } person ? $"{told.Channel} for {person}" : told.Channel;

    private static string Request(OperationIntended intended) => intended.Array.Length > 0
        ? $"{intended.Step} asks {intended.Array}: {intended.Action} {intended.Target}"
        : $"{intended.Step} {intended.Action}: {intended.Request.Method} {intended.Request.Path}";

    private static IEnumerable<string> Failed(string head, Failure failure)
    {
        yield return $"{head}: {failure.Message}";
        foreach (var pair in failure.Pairs ?? [])
            yield return $"  {pair}";
        if (failure.Help is { } help)
            yield return $"  help: {help}";
    }

    private static IEnumerable<string> Drifted(DriftFound drift) => drift.Before
        .Select(before => (Before: before, Now: drift.Now.FirstOrDefault(n => RunState.PairKey(n) == RunState.PairKey(before))))
        .Select(d => $"  {d.Before.CopyGroup}/{d.Before.Pair} was {PairStory.Statuses(d.Before)}, is {(d.Now is null ? "gone" : PairStory.Statuses(d.Now) + Roles(d.Before, d.Now))}")
        .Prepend(drift.Before.Count == 0 ? null : $"{Count(drift.Before.Count, "pair")} changed while the run was down:").OfType<string>()
        .Concat((drift.Runs ?? []).Select(r => $"  {r}"));

    /// <summary>Where the P-VOL is by now, and when the pair was split: what the statuses do not show.</summary>
    private static string Roles(PairReading before, PairReading now) =>
        (now.PvolArray is { Length: > 0 } array && array != before.PvolArray ? $" with the P-VOL on {array} (was {before.PvolArray})" : "")
        + (now.SplitTime is { } split && split != before.SplitTime ? $", split at {split} (was {before.SplitTime})" : "");

    private static IEnumerable<string> Declared(DisasterDeclared declared) =>
    [
        $"DISASTER declared by {Who.Is(declared.Actor, declared.KnownBy)}{Because(declared.Reason)}; the recovery time counts from here",
        .. declared.Absent.Select(a => $"  array {a} does not answer"),
        .. declared.Unknown.Select(u => $"  {u}"),
        .. (declared.Bounds ?? []).Select(b => $"  {b.CopyGroup}: {b.Text}"),
    ];

    private static string Since(StepState state, JournalEntry entry) =>
        Spans.Text(entry.At - (state.AttemptAt ?? state.StartedAt ?? entry.At));

    private static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";

    private static string Because(string? reason) => string.IsNullOrWhiteSpace(reason) ? "" : $": {reason}";

    private static string Word(StepOverride what) => what switch
    {
        StepOverride.Retry => "to be tried again",
        StepOverride.Skip => "skipped",
        _ => "marked done",
    };

    private static string Word(OperationResult result) => result switch
    {
        OperationResult.NoEffect => "had no effect",
        OperationResult.Failed => "FAILED, perhaps in part",
        OperationResult.SetAside => "set aside by a person",
        _ => "done",
    };

    private static string List(IEnumerable<string> names, int most)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(most)) + (all.Count > most ? $" and {all.Count - most} more" : "");
    }
}
