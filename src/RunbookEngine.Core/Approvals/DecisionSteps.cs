using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Approvals;

/// <summary>The steps by which somebody other than the operator lets a run go on: <c>approve</c> and <c>ticket.require</c>.</summary>
public static class DecisionSteps
{
    public static bool IsOne(PlanStep? step) => step?.Verb is "approve" or "ticket.require";

    /// <summary>Decisions in a step, its branches and the runbooks that it calls, which are not made: those that go unasked when the step is left out.
    /// The step itself is looked into, whatever its own status is.</summary>
    /// <param name="called">The run that a <c>call</c> step started; null leaves called runbooks out.</param>
    public static IEnumerable<string> OpenIn(RunState run, StepKey key, Func<StepKey, RunState?>? called)
    {
        if (run.Plan.Find(key.Id) is not { } step)
            return [];
        // A loop that was expanded, or one round of it.
        var once = run.StepOrPending(key).Iterations is null ? step with { ForEach = null } : step;
        return Inside(run, once, key, called);
    }

    /// <summary>Approvals that were denied: one denial denies, and the denial stands until whoever gave it takes it back.</summary>
    public static IEnumerable<(StepKey Step, ApprovalGiven Denial)> Denied(RunState run) =>
        from step in run.Steps.Values
        where step is { Status: StepStatus.Failed, Error.Kind: Activities.FailureKind.Denied } && run.Plan.Find(step.Key.Id)?.Verb == "approve"
        let denial = ApprovalCount.Standing(run, step).FirstOrDefault(a => !a.Granted)
        where denial is not null
        orderby step.StartedSequence
        select (step.Key, denial);

    /// <summary>Decisions under which work past the checkpoint was done that the run was taken back to: they were made for one passage, not for two.</summary>
    public static IEnumerable<StepKey> UsedUp(RunState run)
    {
        if (run is not { Phase: RunPhase.AtCheckpoint, Rollback.Boundary: var boundary })
            return [];
        var last = run.Steps.Values.SelectMany(s => s.Operations).Where(o => !o.Undo).Select(o => o.Sequence).DefaultIfEmpty().Max();
        return from step in run.Steps.Values
               where step.Iterations is null && step.StartedSequence <= boundary && step.AttemptSequence < last && last > boundary
                   && (step.Status == StepStatus.Succeeded || step is { Status: StepStatus.Skipped, Glass: not null })
                   && IsOne(run.Plan.Find(step.Key.Id)) && run.Plan.Steps.SelectMany(s => s.WithDescendants()).Any(s => s.Id == step.Key.Id)
               orderby step.StartedSequence
               select step.Key;
    }

    private static IEnumerable<string> Of(RunState run, PlanStep step, string iteration, Func<StepKey, RunState?>? called)
    {
        var key = new StepKey(step.Id, iteration);
        return run.StepOrPending(key).Status is StepStatus.Succeeded or StepStatus.Skipped ? [] : Inside(run, step, key, called);
    }

    private static IEnumerable<string> Inside(RunState run, PlanStep step, StepKey key, Func<StepKey, RunState?>? called)
    {
        if (step.ForEach is not null && Asks(step, called is not null))
        {
            return run.StepOrPending(key).Iterations is { } rounds
                ? rounds.SelectMany(round => Of(run, step with { ForEach = null }, key.In(round.Key).Iteration, called))
                : [key.ToString()];
        }

        if (IsOne(step))
            return [key.ToString()];
        if (step.Child is { } child)
            return called is null || !Asks(child) ? [] : OfCalled(called(key), key, child);
        return step.Branches.SelectMany(b => b.Steps).SelectMany(s => Of(run, s, key.Iteration, called));
    }

    private static IEnumerable<string> OfCalled(RunState? run, StepKey call, Plan child) => run is null
        ? [$"{call} of the runbook {child.Runbook}"]
        : child.Steps.SelectMany(s => Of(run, s, "", _ => null)).Select(s => $"{s} of run {run.Id}");

    private static bool Asks(PlanStep step, bool called) =>
        IsOne(step) || (called && step.Child is { } child && Asks(child)) || step.Branches.SelectMany(b => b.Steps).Any(s => Asks(s, called));

    private static bool Asks(Plan plan) => plan.Steps.Any(s => Asks(s, called: true));
}
