using System.Collections.Immutable;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>The gates of the way forward, asked again before an ended run is taken back: approvals and tickets, in the order of the plan.</summary>
internal sealed class GateWalk(RunState state, DateTimeOffset now, List<Decision> found)
{
    private readonly StepWalk _forward = new(state, now, found);

    public FailedStep? Failure => _forward.FirstFailure;

    public Progress Sequence(ImmutableArray<PlanStep> steps, Surroundings around, Pace pace)
    {
        foreach (var step in steps)
        {
            if (Visit(step, around, pace) is var progress and not Progress.Done)
                return progress;
        }

        return Progress.Done;
    }

    private Progress Visit(PlanStep step, Surroundings around, Pace pace)
    {
        if (step.ForEach is not { } loop)
            return One(step, around, pace);
        foreach (var round in state.StepOrPending(around.KeyOf(step)).Iterations ?? [])
        {
            if (One(step with { ForEach = null }, around.In(loop, round), pace) is var progress and not Progress.Done)
                return progress;
        }

        return Progress.Done;
    }

    private Progress One(PlanStep step, Surroundings around, Pace pace)
    {
        if (state.Rollback!.Gates!.Contains(around.KeyOf(step)))
            return _forward.Visit(step, around, pace);
        foreach (var branch in step.Branches)
        {
            if (Sequence(branch.Steps, around, pace) is var progress and not Progress.Done)
                return progress;
        }

        return Progress.Done;
    }
}
