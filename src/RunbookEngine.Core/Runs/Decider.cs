using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>Decides what a run does next. Pure: the plan and the state say everything, the clock is a parameter.</summary>
public static class Decider
{
    /// <summary>Every decision that can be acted upon now, side by side. <see cref="Decision.Record"/> and
    /// <see cref="Decision.Enter"/> come before anything else is done; the caller then decides again.</summary>
    public static IReadOnlyList<Decision> Decide(RunState state, DateTimeOffset now)
    {
        var found = new List<Decision>();
        switch (state.Phase)
        {
            case RunPhase.Ended:
                found.Add(new Decision.Finish());
                break;
            case RunPhase.AtCheckpoint:
                break;
            case RunPhase.Rollback:
                DecideRollback(state, now, found);
                break;
            case RunPhase.Closing:
                DecideClosing(state, now, found);
                break;
            default:
                DecideSteps(state, now, found);
                break;
        }

        for (var i = 0; i < found.Count; i++)
        {
            if (found[i] is Decision.Record record)
                found[i] = record with { Event = Completeness.Checked(state, record.Event) };
        }

        if (found.All(d => d is Decision.WaitUntil { OnPeople: true }))
            found.Add(new Decision.AwaitPeople());
        return found;
    }

    private static void DecideSteps(RunState state, DateTimeOffset now, List<Decision> found)
    {
        if (state is { Held: null, Cancel: null } && Completeness.MixedLoop(state) is { } mixed)
        {
            found.Add(new Decision.Record(new RunHeld(mixed)));
            return;
        }

        var inDoubt = state.Steps.Values.Any(s => s.Status == StepStatus.Ambiguous);
        var pace = state.Cancel is not null ? Pace.Abandon : state.Held is not null || inDoubt ? Pace.Finish : Pace.Go;
        var walk = new StepWalk(state, now, found);
        var progress = walk.Sequence(state.Plan.Steps, Surroundings.Of(state.Plan), pace);
        if (progress == Progress.Busy || found.Any(d => d is not Decision.WaitUntil))
            return;
        if (state.Cancel is { } cancel)
            found.Add(new Decision.Record(cancel.Rollback
                ? new RollbackStarted($"cancelled by {cancel.Actor}", cancel.Actor, state.PivotSequence ?? 0, null)
                : new RunDecided(RunOutcome.Cancelled)));
        else if (state.Held is not null || inDoubt)
            return;
        else if (progress == Progress.Done)
            found.Add(new Decision.Record(new RunDecided(RunOutcome.Succeeded)));
        else if (progress == Progress.Failed)
            found.Add(new Decision.Record(AfterFailure(state, walk.FirstFailure!)));
    }

    /// <summary>After the pivot a failure holds, whatever the runbook says of rollback: what lies before is not taken back.</summary>
    private static RunEvent AfterFailure(RunState state, FailedStep failed)
    {
        var what = $"step {failed.Key} failed: {failed.Failure?.Message}";
        return failed.Policy switch
        {
            FailurePolicy.Abort => new RunDecided(RunOutcome.Failed),
            FailurePolicy.Hold => new RunHeld(what),
            _ when state.PivotSequence is not null => new RunHeld($"{what}; the point of no return is passed, so nothing is rolled back by itself"),
            _ => new RollbackStarted(what, null, 0, null),
        };
    }

    private static void DecideRollback(RunState state, DateTimeOffset now, List<Decision> found)
    {
        if (state is { Rollback.OfEnded: true, IsCompared: false } && !MayCompare(state, now, found))
            return;
        var progress = new UndoWalk(state, now, found).Sequence(state.Plan.Steps, Surroundings.Of(state.Plan));
        if (found.Count > 0)
            return;
        if (progress == Progress.Done)
            found.Add(new Decision.Record(new RollbackEnded()));
        else if (state is { Cancel: { } cancel, Held: null })
            found.Add(new Decision.Record(new RunHeld($"the rollback was stopped by {cancel.Actor}")));
    }

    /// <summary>An ended run is taken back once its gates have agreed again and its pairs are as it left them.</summary>
    private static bool MayCompare(RunState state, DateTimeOffset now, List<Decision> found)
    {
        var gates = new GateWalk(state, now, found);
        var pace = state.Cancel is not null ? Pace.Abandon : Pace.Go;
        var progress = state.Rollback!.Gates is { Count: > 0 } ? gates.Sequence(state.Plan.Steps, Surroundings.Of(state.Plan), pace) : Progress.Done;
        if (found.Any(d => d is not Decision.WaitUntil) || progress == Progress.Busy)
            return false;
        if (state.Cancel is { } cancel)
            found.Add(new Decision.Record(new RollbackRefused($"stopped by {cancel.Actor} before anything was sent")));
        else if (progress == Progress.Failed)
            found.Add(new Decision.Record(new RollbackRefused($"{gates.Failure!.Key}: {gates.Failure.Failure?.Message}")));
        else if (progress == Progress.Done && state.Held is null)
            found.Add(new Decision.Compare());
        return false;
    }

    /// <summary>Cleanup and finally steps all get their turn; a failure among them is on record and changes no outcome.</summary>
    private static void DecideClosing(RunState state, DateTimeOffset now, List<Decision> found)
    {
        var walk = new StepWalk(state, now, found);
        foreach (var step in state.Plan.Cleanup.Concat(state.Plan.Finally))
        {
            if (walk.Visit(step, Surroundings.Of(state.Plan), Pace.Go) is Progress.Busy or Progress.Blocked)
                return;
        }

        found.Add(new Decision.Record(new RunEnded(state.Decided ?? RunOutcome.Failed)));
    }
}
