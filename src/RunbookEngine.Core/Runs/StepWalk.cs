using System.Collections.Immutable;
using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>Walks the plan forwards and collects what can be done.</summary>
internal sealed class StepWalk(RunState state, DateTimeOffset now, List<Decision> found)
{
    /// <summary>The first step met that failed for good.</summary>
    public FailedStep? FirstFailure { get; private set; }

    public Progress Sequence(ImmutableArray<PlanStep> steps, Surroundings around, Pace pace)
    {
        foreach (var step in steps)
        {
            if (Visit(step, around, pace) is var progress and not Progress.Done)
                return progress;
        }

        return Progress.Done;
    }

    public Progress Visit(PlanStep step, Surroundings around, Pace pace)
    {
        var current = state.StepOrPending(around.KeyOf(step));
        if (step.ForEach is not { } loop)
            return One(step, current, around, pace);
        return current.Status switch
        {
            StepStatus.Pending => Enter(step, around, pace),
            StepStatus.Running => Rounds(step, loop, current, around, pace),
            _ => Over(step, current, around),
        };
    }

    private Progress One(PlanStep step, StepState current, Surroundings around, Pace pace) => current.Status switch
    {
        StepStatus.Pending => Enter(step, around, pace),
        StepStatus.Running when step.IsContainer => Branches(step, current, around, pace),
        StepStatus.Running => Running(step, current, around, pace),
        StepStatus.Waiting when current is { RetryAt: null, Waiting.Polls: true } => Running(step, current, around, pace),
        StepStatus.Waiting => Waiting(step, current, around, pace),
        StepStatus.Failed when pace == Pace.Go && RetryPolicy.NextTry(step, current) is { } at =>
            Add(new Decision.Record(new StepRetryPlanned(current.Key, at))),
        _ => Over(step, current, around),
    };

    private Progress Enter(PlanStep step, Surroundings around, Pace pace) =>
        pace == Pace.Go ? Add(new Decision.Enter(around.At(step))) : Progress.Blocked;

    private Progress Running(PlanStep step, StepState current, Surroundings around, Pace pace)
    {
        if (pace == Pace.Abandon && step.Rollback.Kind == RollbackKind.NotNeeded)
            found.Add(new Decision.Abandon(current.Key));
        return Add(new Decision.Perform(around.Inside(step, current).At(step)));
    }

    private Progress Waiting(PlanStep step, StepState current, Surroundings around, Pace pace)
    {
        if (pace == Pace.Abandon)
            return Add(new Decision.Record(new StepFailed(
                current.Key, new Failure(FailureKind.Abandoned, "ended while it waited: the run was cancelled or another step failed"))));
        if (current.RetryAt is { } retry)
        {
            if (pace != Pace.Go)
                return Progress.Blocked;
            return retry <= now ? Add(new Decision.Enter(around.At(step))) : Add(new Decision.WaitUntil(retry, OnPeople: false));
        }

        if (current.Waiting?.Until is not { } until)
            return Progress.Blocked;
        if (until <= now)
            return Add(new Decision.Perform(around.Inside(step, current).At(step)));
        found.Add(new Decision.WaitUntil(until, OnPeople: true));
        return Progress.Blocked;
    }

    private Progress Over(PlanStep step, StepState current, Surroundings around)
    {
        switch (current.Status)
        {
            case StepStatus.Succeeded or StepStatus.Skipped:
                return Progress.Done;
            case StepStatus.Failed or StepStatus.Undone or StepStatus.Undoing:
                FirstFailure ??= new FailedStep(current.Key, current.Error, PolicyInside(step, current, around) ?? step.OnFailure ?? around.Policy);
                return Progress.Failed;
            default:
                return Progress.Blocked;
        }
    }

    /// <summary>What the step inside that failed says of its failure; null for a step without others inside, or when none of them failed.</summary>
    private FailurePolicy? PolicyInside(PlanStep step, StepState current, Surroundings around)
    {
        var inside = new StepWalk(state, now, []);
        if (step.ForEach is { } loop)
        {
            foreach (var round in current.Iterations ?? [])
                inside.One(step with { ForEach = null }, state.StepOrPending(around.In(loop, round).KeyOf(step)), around.In(loop, round), Pace.Abandon);
        }
        else if (step.IsContainer)
        {
            foreach (var branch in step.Branches)
                inside.Sequence(branch.Steps, around.Inside(step, current), Pace.Abandon);
        }

        return inside.FirstFailure?.Policy;
    }

    private Progress Branches(PlanStep container, StepState current, Surroundings around, Pace pace)
    {
        var inside = around.Inside(container, current);
        var late = pace == Pace.Go && inside.Deadline <= now;
        var children = Together(
            p => container.Branches.Select(branch => Sequence(branch.Steps, inside, p)), late ? Pace.Abandon : pace, stopAfter: 1, out _);
        if (late && children is Progress.Blocked or Progress.Failed)
            return Add(new Decision.Record(new StepFailed(current.Key, Late(current))));
        if (!late && inside.Deadline is { } deadline)
            found.Add(new Decision.WaitUntil(deadline, OnPeople: true));
        return children switch
        {
            Progress.Done => Add(new Decision.Record(new StepSucceeded(current.Key))),
            Progress.Failed => Add(new Decision.Record(new StepFailed(current.Key, Because(FirstFailure!)))),
            var other => other,
        };
    }

    private Progress Rounds(PlanStep step, ForEachPlan loop, StepState current, Surroundings around, Pace pace)
    {
        var rounds = current.Iterations ?? [];
        var progress = Together(p => RoundsAt(p, step, loop, rounds, around), pace, loop.StopAfterFailures, out var failures);
        return progress switch
        {
            Progress.Done when failures == 0 => Add(new Decision.Record(new StepSucceeded(current.Key, Outputs(rounds, around, loop, step)))),
            Progress.Done or Progress.Failed => Add(new Decision.Record(new StepFailed(current.Key, OfRounds(failures, rounds.Count)))),
            var other => other,
        };
    }

    private IEnumerable<Progress> RoundsAt(
        Pace pace, PlanStep step, ForEachPlan loop, IReadOnlyList<Iteration> rounds, Surroundings around)
    {
        var once = step with { ForEach = null };
        var running = 0;
        foreach (var round in rounds)
        {
            var inside = around.In(loop, round);
            var current = state.StepOrPending(inside.KeyOf(step));
            var waitsForItsTurn = pace == Pace.Go && current.Status == StepStatus.Pending && running >= loop.MaxParallel;
            var progress = waitsForItsTurn ? Progress.Busy : One(once, current, inside, pace);
            running += progress is Progress.Busy or Progress.Blocked ? 1 : 0;
            yield return progress;
        }
    }

    /// <summary>Parts side by side. Once <paramref name="stopAfter"/> of them have failed nothing new starts, and what only waits ends.</summary>
    private Progress Together(Func<Pace, IEnumerable<Progress>> parts, Pace pace, int stopAfter, out int failures)
    {
        var mark = found.Count;
        var results = parts(pace).ToList();
        failures = results.Count(r => r == Progress.Failed);
        var stop = failures >= stopAfter;
        if (stop && pace != Pace.Abandon)
        {
            found.RemoveRange(mark, found.Count - mark);
            results = parts(Pace.Abandon).ToList();
        }

        return results.Contains(Progress.Busy) ? Progress.Busy
            : stop ? Progress.Failed
            : results.Contains(Progress.Blocked) ? Progress.Blocked
            : Progress.Done;
    }

    private JsonElement? Outputs(IReadOnlyList<Iteration> rounds, Surroundings around, ForEachPlan loop, PlanStep step)
    {
        var outputs = rounds
            .Select(r => (r.Key, state.StepOrPending(around.In(loop, r).KeyOf(step)).Outputs))
            .Where(o => o.Outputs is not null)
            .ToDictionary(o => o.Key, o => o.Outputs!.Value);
        return outputs.Count == 0 ? null : JsonSerializer.SerializeToElement(outputs);
    }

    private Failure OfRounds(int failures, int all)
    {
        var because = Because(FirstFailure!);
        return because with { Message = $"{failures} of {all} iterations failed; {because.Message}" };
    }

    private static Failure Because(FailedStep failed) =>
        (failed.Failure ?? new Failure(FailureKind.Internal, "no reason on record")) with
        {
            Message = $"step {failed.Key}: {failed.Failure?.Message}",
        };

    private static Failure Late(StepState container) =>
        new(FailureKind.Timeout, $"step {container.Key} was not over within its timeout");

    private Progress Add(Decision decision)
    {
        found.Add(decision);
        return Progress.Busy;
    }
}
