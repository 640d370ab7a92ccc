using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Testing.Steps;

/// <summary>The part of a run's fold that activities read: the records of steps and the last reading of pairs.</summary>
internal static class StepFold
{
    public static RunState Apply(RunState state, RunEvent happened, DateTimeOffset at)
    {
        state = state with { Sequence = state.Sequence + 1 };
        return happened switch
        {
            PairsRead read => WithPairs(state, read.Pairs),
            CheckpointReached reached => WithPairs(state, reached.Pairs) with { Checkpoints = state.Checkpoints.Add((state.Sequence, reached)) },
            CancelRequested cancel => state with { Cancel = cancel },
            StepEvent e => state with { Steps = state.Steps.SetItem(e.Step, Apply(state.StepOrPending(e.Step), e, state.Sequence, at)) },
            _ => state,
        };
    }

    private static StepState Apply(StepState step, StepEvent happened, int sequence, DateTimeOffset at) => happened switch
    {
        StepStarted started => step with
        {
            Status = StepStatus.Running, Attempts = started.Attempt, AttemptAt = at, StartedAt = step.StartedAt ?? at,
            StartedSequence = step.StartedSequence ?? sequence, Waiting = null, Approvals = [], Answer = null,
        },
        StepWaiting waiting => step with { Status = StepStatus.Waiting, Waiting = waiting },
        StepSucceeded done => step with { Status = StepStatus.Succeeded, Outputs = done.Outputs, EndedAt = at, Waiting = null },
        StepFailed failed => step with { Status = StepStatus.Failed, Error = failed.Failure, EndedAt = at, Waiting = null },
        OperationIntended intent => step with
        {
            Operations = step.Operations.Add(new OperationRecord(intent, sequence, at, step.Undo == UndoStatus.Undoing)),
        },
        OperationAccepted accepted => Change(step, accepted.Operation, o => o with { Job = accepted.Job }),
        OperationConcluded over => Change(step, over.Operation, o => o with { Result = over.Result, Detail = over.Detail }),
        StepOverridden { Override: StepOverride.Retry } => step with
        {
            Operations = [.. step.Operations.Select(o => o.Result is null ? o with { Result = OperationResult.SetAside } : o)],
        },
        ApprovalGiven approval => step with { Approvals = step.Approvals.Add(approval with { At = at }) },
        AnswerGiven answer => step with { Answer = answer with { At = at } },
        UndoStarted => step with { StatusBeforeUndo = step.Status, Status = StepStatus.Undoing, Undo = UndoStatus.Undoing },
        UndoSucceeded => step with { Status = StepStatus.Undone, Undo = UndoStatus.Done },
        UndoFailed failed => step with { Status = step.StatusBeforeUndo, Undo = UndoStatus.Failed, UndoError = failed.Failure },
        _ => step,
    };

    private static StepState Change(StepState step, string operation, Func<OperationRecord, OperationRecord> change) => step with
    {
        Operations = step.Operations.Replace(
            step.Operations.Single(o => o.Intent.Operation == operation), change(step.Operations.Single(o => o.Intent.Operation == operation))),
    };

    private static RunState WithPairs(RunState state, IReadOnlyList<PairReading> pairs) => state with
    {
        Pairs = state.Pairs.SetItems(pairs.Select(p => KeyValuePair.Create(RunState.PairKey(p), p))),
    };
}
