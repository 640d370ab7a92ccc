using System.Collections.Immutable;
using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>Walks the plan backwards and collects what can be taken back: last step first, parallel parts side by side.</summary>
internal sealed class UndoWalk(RunState state, DateTimeOffset now, List<Decision> found)
{
    /// <summary>A person stopped the rollback: what is under way ends, nothing new is taken back.</summary>
    private bool Stopped => state.Cancel is not null || state.Held is not null;

    public Progress Sequence(ImmutableArray<PlanStep> steps, Surroundings around)
    {
        foreach (var step in steps.Reverse())
        {
            if (Visit(step, around) is var progress and not Progress.Done)
                return progress;
        }

        return Progress.Done;
    }

    private Progress Visit(PlanStep step, Surroundings around)
    {
        var current = state.StepOrPending(around.KeyOf(step));
        if (step.ForEach is not { } loop)
            return One(step, current, around);
        var once = step with { ForEach = null };
        var rounds = (current.Iterations ?? []).Reverse().Select(round => around.In(loop, round)).ToList();
        return Together(Limited(rounds.Select<Surroundings, Func<Progress>>(
            inside => () => One(once, state.StepOrPending(inside.KeyOf(step)), inside)), loop.MaxParallel));
    }

    private Progress One(PlanStep step, StepState current, Surroundings around)
    {
        if (!current.MayHaveHadEffect)
            return Progress.Done;
        if (step.IsContainer)
        {
            var children = Together(step.Branches.Reverse().Select(branch => Sequence(branch.Steps, around)));
            if (children != Progress.Done)
                return children;
        }

        return current.StartedSequence <= state.Rollback!.Boundary ? Progress.Done : Leaf(step, current, around);
    }

    private Progress Leaf(PlanStep step, StepState current, Surroundings around) => (current.Undo, step.Rollback.Kind) switch
    {
        (UndoStatus.Done or UndoStatus.Skipped, _) => Progress.Done,
        (UndoStatus.Failed, _) => Progress.Blocked,
        (_, RollbackKind.NotNeeded) => Progress.Done,
        (UndoStatus.None, _) when Stopped => Progress.Blocked,
        (_, RollbackKind.None) => Add(new Decision.Record(new UndoSkipped(current.Key, step.Rollback.Reason ?? "no rollback"))),
        (UndoStatus.None, RollbackKind.Steps) => Add(new Decision.Record(new UndoStarted(current.Key))),
        (_, RollbackKind.Auto) => Add(new Decision.Undo(around.At(step))),
        _ => BySteps(step, current, around),
    };

    /// <summary>The author's own undo steps, carried out forwards.</summary>
    private Progress BySteps(PlanStep step, StepState current, Surroundings around)
    {
        var pace = Stopped ? Pace.Abandon : Pace.Go;
        var forward = new StepWalk(state, now, found);
        return forward.Sequence(step.Rollback.Steps, around, pace) switch
        {
            Progress.Done => Add(new Decision.Record(new UndoSucceeded(current.Key))),
            Progress.Failed => Add(new Decision.Record(new UndoFailed(current.Key, Reason(forward.FirstFailure)))),
            var other => other,
        };
    }

    private static Failure Reason(FailedStep? failed) =>
        failed is { Failure: { } failure, Key: var key }
            ? failure with { Message = $"undo step {key}: {failure.Message}" }
            : new Failure(FailureKind.Internal, "an undo step failed without a reason on record");

    private static IEnumerable<Progress> Limited(IEnumerable<Func<Progress>> rounds, int limit)
    {
        var running = 0;
        foreach (var round in rounds)
        {
            if (running >= limit)
            {
                yield return Progress.Busy;
                yield break;
            }

            var progress = round();
            running += progress == Progress.Done ? 0 : 1;
            yield return progress;
        }
    }

    private static Progress Together(IEnumerable<Progress> parts)
    {
        var results = parts.ToList();
        return results.Contains(Progress.Busy) ? Progress.Busy
            : results.Contains(Progress.Blocked) ? Progress.Blocked
            : Progress.Done;
    }

    private Progress Add(Decision decision)
    {
        found.Add(decision);
        return Progress.Busy;
    }
}
