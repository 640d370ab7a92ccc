using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Approvals;

/// <summary>Which approvals are void because pairs changed between the yes and the work it was given for.</summary>
internal static class ApprovalVoids
{
    public const string Reason = "pairs changed after it was given and before the steps behind it began";

    /// <summary>An approval is used up once a step behind it, in the order of the runbook, has announced an operation.</summary>
    public static IEnumerable<ApprovalsVoided> Of(RunState run)
    {
        if (run.Phase != RunPhase.Steps)
            yield break;
        var order = run.Plan.Steps.SelectMany(s => s.WithDescendants()).Select((s, i) => (s, i)).ToDictionary(s => s.s.Id, s => s.i);
        foreach (var step in run.Steps.Values.Where(s => s.Iterations is null).OrderBy(s => s.StartedSequence))
        {
            if (run.Plan.Find(step.Key.Id)?.Verb != "approve" || !order.TryGetValue(step.Key.Id, out var place))
                continue;
            var open = step.Status is StepStatus.Running or StepStatus.Waiting && ApprovalCount.Standing(run, step).Any();
            var unused = step is { Status: StepStatus.Succeeded, Outputs: not null } && !run.Steps.Values.Any(s =>
                order.GetValueOrDefault(s.Key.Id, -1) > place && s.Operations.Any(o => o.Sequence > step.AttemptSequence));
            if (open || unused)
                yield return new ApprovalsVoided(step.Key, Reason);
        }
    }

    /// <summary>The step asks again: containers and loops around it that had succeeded are open again.</summary>
    public static IEnumerable<StepState> Around(RunState run, StepKey step) =>
        from id in Path(run.Plan.Steps, step.Id, []) ?? []
        from state in run.Steps.Values
        where state.Key.Id == id && state.Key != step && state.Status == StepStatus.Succeeded && Holds(state.Key.Iteration, step.Iteration)
        select state with { Status = StepStatus.Running, EndedAt = null, Outputs = null };

    private static bool Holds(string outer, string inner) =>
        outer.Length == 0 || outer == inner || inner.StartsWith(outer + "/", StringComparison.Ordinal);

    private static List<StepId>? Path(IEnumerable<PlanStep> steps, StepId id, List<StepId> above)
    {
        foreach (var step in steps)
        {
            List<StepId> here = [.. above, step.Id];
            if (step.Id == id)
                return here;
            if (Path(step.Branches.SelectMany(b => b.Steps), id, here) is { } found)
                return found;
        }

        return null;
    }
}
