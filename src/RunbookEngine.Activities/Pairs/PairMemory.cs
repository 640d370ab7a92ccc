using RunbookEngine.Journal;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Runs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>What a step's own operations tell about a pair beyond its statuses: ShadowImage says COPY for three different things.</summary>
/// <param name="Before">The pair before the last operation that took effect on it; null when there was none.</param>
/// <param name="PvolArrayAtStart">Who held the P-VOL before this step's first operation on it; null when there was none.</param>
/// <param name="AskedInThisAttempt">The array has done an operation on it in this attempt: it is not asked a second time.</param>
internal sealed record PairMemory(PairOperation Operation, PairState? Before, string? PvolArrayAtStart, bool AskedInThisAttempt)
{
    public static PairMemory Of(StepContext step, PairUnit unit, string pair, PairOperation operation)
    {
        var own = UnitOperations.Of(step, unit).Where(o => o.Result is OperationResult.Done or OperationResult.Failed)
            .Select(o => (Record: o, Before: o.Intent.Before.FirstOrDefault(b => b.Pair == pair && b.CopyGroup == unit.Group.Name)))
            .Where(o => o.Before is not null).ToList();
        return own is []
            ? new PairMemory(operation, null, null, false)
            : new PairMemory(operation, PairStates.State(unit.Technology, own[^1].Before!), own[0].Before!.PvolArray,
                own.Any(o => o.Record.Result == OperationResult.Done && o.Record.Sequence > step.Record.AttemptSequence));
    }

    /// <summary>The state with the condition that the last operation must have brought about. A pair that shows no change is taken as read,
    /// unless the array has just said that it did it.</summary>
    public PairState Recall(PairState now)
    {
        if (Before is null || StatusModel.Predict(Before, Operation) is not Prediction.Accepted done || now.Condition != PairCondition.Unclear)
        {
            return now;
        }
        var changed = (now.P, now.S) != (Before.P, Before.S);
        return changed || AskedInThisAttempt ? now.Remembering(done.Final).Remembering(done.Intermediate) : now;
    }
}

/// <summary>The operations of a step on one unit since the step last started from nothing.</summary>
internal static class UnitOperations
{
    public static IEnumerable<OperationRecord> Of(StepContext step, PairUnit unit) =>
        Forward(step).Where(o => Concerns(o, unit));

    /// <summary>Those of the way forward, whatever unit they concern.</summary>
    public static IEnumerable<OperationRecord> Forward(StepContext step) =>
        step.Record.Operations.Where(o => !o.Undo && o.Sequence > (step.Record.StartedSequence ?? 0));

    /// <summary>Operations that steps before this one left open on the unit: they were abandoned, or died.</summary>
    public static IReadOnlyList<OperationRecord> LeftOpen(StepContext step, PairUnit unit) =>
    [
        .. step.State.Steps.Values.Where(s => s.Key != step.Key && s.Status is not (StepStatus.Running or StepStatus.Waiting or StepStatus.Ambiguous))
            .SelectMany(s => s.Operations).Where(o => o.Result is null && Concerns(o, unit)).OrderBy(o => o.Sequence),
    ];

    public static bool Concerns(OperationRecord operation, PairUnit unit) =>
        operation.Intent.Before.Any(b => b.Array == unit.Target.Array && b.CopyGroup == unit.Group.Name && unit.Covers(b.Pair));
}
