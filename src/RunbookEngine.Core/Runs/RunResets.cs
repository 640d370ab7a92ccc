using System.Collections.Immutable;
using RunbookEngine.Approvals;
using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>What a resume and an adoption set back, so that the run goes on where it stood.</summary>
internal static class RunResets
{
    /// <summary>A new engine asks again for whatever waits on people: the answer may be there by now.</summary>
    public static ImmutableDictionary<StepKey, StepState> AskAgain(ImmutableDictionary<StepKey, StepState> steps) =>
        Change(steps, s => s is { Status: StepStatus.Waiting, Waiting.OnPeople: true } ? s with { Status = StepStatus.Running } : s);

    public static RunState Resume(RunState s)
    {
        // While a run is taken back nothing is asked again: the denial is met when it goes forwards.
        var denied = s.Phase == RunPhase.Rollback ? DecisionSteps.Denied(s).Select(d => d.Step).ToHashSet() : [];
        var next = s.Phase == RunPhase.AtCheckpoint
            ? s with { Phase = RunPhase.Steps, Steps = FromCheckpoint(s.Steps, s.Rollback!.Boundary), Rollback = null, PivotSequence = PivotBefore(s) }
            : s with { Steps = Change(AskAgain(s.Steps), step => denied.Contains(step.Key) ? step : TryAgain(step)) };
        return AcceptDrift(next) with { Held = null, Cancel = null };
    }

    /// <summary>A person has seen what changed while the run was down and goes on from there: the next engine must not find it again.</summary>
    public static RunState AcceptDrift(RunState s) => s.Drift is not { } drift
        ? s
        : s with { Drift = null, AcceptedRuns = s.AcceptedRuns.Union((drift.Runs ?? []).Select(r => r.Run)), Pairs = s.Pairs.RemoveRange(drift.Before.Select(RunState.PairKey)).SetItems(drift.Now.Select(p => KeyValuePair.Create(RunState.PairKey(p), p))) };

    /// <summary>The gates of an ended run ask again: what was decided for the way forward is not decided for the way back.</summary>
    public static RunState AskGates(RunState s, RollbackStarted rollback, JournalEntry entry) => s with
    {
        Steps = s.Steps.SetItems((rollback.Gates ?? []).Where(s.Steps.ContainsKey).Select(key => KeyValuePair.Create(key, s.Steps[key] with
        {
            Status = StepStatus.Pending,
            AttemptsBefore = s.Steps[key].Attempts,
            ApprovalsFrom = entry.Sequence,
            Glass = null,
            GlassAsked = null,
            Outputs = null,
            Waiting = null,
            Answer = null,
            Error = null,
            EndedAt = null,
        }))),
    };

    private static int? PivotBefore(RunState s) => s.PivotSequence is { } pivot && pivot <= s.Rollback!.Boundary ? pivot : null;

    private static StepState TryAgain(StepState step) => step switch
    {
        { Undo: UndoStatus.Failed } => step with { Undo = UndoStatus.Undoing },
        { Status: StepStatus.Failed, Undo: UndoStatus.None, Iterations: null } when step.Attempts > 0 =>
            step with { Status = StepStatus.Pending, AttemptsBefore = step.Attempts, EndedAt = null },
        { Status: StepStatus.Failed, Undo: UndoStatus.None } => step with { Status = StepStatus.Running, EndedAt = null },
        _ => step,
    };

    /// <summary>Steps past the checkpoint start anew; containers around it are open again.</summary>
    private static ImmutableDictionary<StepKey, StepState> FromCheckpoint(ImmutableDictionary<StepKey, StepState> steps, int boundary) =>
        Change(steps, step => step.StartedSequence > boundary || step.StartedSequence is null
            ? new StepState(step.Key) { Attempts = step.Attempts, AttemptsBefore = step.Attempts, Operations = step.Operations }
            : step.Status == StepStatus.Failed ? step with { Status = StepStatus.Running, EndedAt = null, Error = null } : step);

    private static ImmutableDictionary<StepKey, StepState> Change(
        ImmutableDictionary<StepKey, StepState> steps, Func<StepState, StepState> change) =>
        steps.SetItems(steps.Where(s => !ReferenceEquals(change(s.Value), s.Value)).Select(s => KeyValuePair.Create(s.Key, change(s.Value))).ToList());
}
