using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>What an event changes in its step, beside the status.</summary>
internal static class StepFold
{
    public static StepState Apply(StepState step, StepStatus before, JournalEntry entry, StepEvent e) => e switch
    {
        StepExpanded expanded => Started(step, entry) with { Iterations = expanded.Iterations },
        StepSkipped skipped => step with { Note = skipped.Reason, EndedAt = entry.At },
        StepStarted started => Started(step, entry) with { Attempts = started.Attempt },
        StepWaiting waiting => step with { Waiting = waiting },
        StepSucceeded succeeded => step with { Outputs = succeeded.Outputs, EndedAt = entry.At, Error = null, Waiting = null },
        StepFailed failed => step with { Error = failed.Failure, EndedAt = entry.At, Waiting = null },
        StepRetryPlanned retry => step with { RetryAt = retry.At, EndedAt = null },
        StepBecameAmbiguous ambiguous => step with { Ambiguity = ambiguous.Ambiguity, Waiting = null },
        GatesRechecked gates => step with { GatesAt = gates.Failure is null ? entry.At : null },
        ApprovalGiven approval => step with { Approvals = step.Approvals.Add(approval with { At = entry.At, Sequence = entry.Sequence }) },
        ApprovalsVoided => Voided(step, before, entry),
        BreakGlassAsked asked => step with { GlassAsked = asked with { At = entry.At } },
        BreakGlassUsed used => step with
        {
            Glass = used,
            Note = $"glass broken by {used.First} and {used.Actor}: {used.Reason}",
            EndedAt = entry.At,
            Error = null,
            Ambiguity = null,
            Waiting = null,
            RetryAt = null,
        },
        PeopleTold told => step with { Told = step.Told.SetItem(told.Message, told) },
        AnswerGiven answer => step with { Answer = answer with { At = entry.At } },
        OperationIntended intended => step with
        {
            Operations = step.Operations.Add(new(intended, entry.Sequence, entry.At, before == StepStatus.Undoing)),
        },
        OperationAccepted accepted => WithOperation(step, accepted.Operation, o => o with { Job = accepted.Job }),
        ArrayJobFailed failed => WithOperation(step, failed.Operation, o => o with { JobFailed = failed }),
        OperationConcluded concluded => WithOperation(
            step, concluded.Operation, o => o with { Result = concluded.Result, Detail = concluded.Detail, ConcludedAt = entry.At }),
        UndoStarted => step with
        {
            Undo = UndoStatus.Undoing,
            StatusBeforeUndo = before == StepStatus.Undoing ? step.StatusBeforeUndo : before,
            Waiting = null,
            UndoError = null,
        },
        UndoSucceeded => step with { Undo = UndoStatus.Done, EndedAt = entry.At },
        UndoSkipped skipped => step with { Undo = UndoStatus.Skipped, Note = skipped.Reason },
        UndoFailed failed => step with { Undo = UndoStatus.Failed, UndoError = failed.Failure },
        StepOverridden overridden => Overridden(step, before, entry, overridden),
        _ => step,
    };

    private static StepState Started(StepState step, JournalEntry entry) => step with
    {
        StartedSequence = step.StartedSequence ?? entry.Sequence,
        StartedAt = step.StartedAt ?? entry.At,
        AttemptAt = entry.At,
        AttemptSequence = entry.Sequence,
        EndedAt = null,
        RetryAt = null,
        Waiting = null,
        Ambiguity = null,
        GlassAsked = null,
        Glass = null,
    };

    private static StepState Voided(StepState step, StepStatus before, JournalEntry entry)
    {
        var next = step with { ApprovalsFrom = entry.Sequence, Waiting = null };
        return before is StepStatus.Succeeded or StepStatus.Skipped ? next with { Outputs = null, EndedAt = null, AttemptsBefore = step.Attempts } : next;
    }

    private static StepState WithOperation(StepState step, string operation, Func<OperationRecord, OperationRecord> change)
    {
        var index = step.Operations.FindLastIndex(o => o.Intent.Operation == operation);
        if (index < 0)
            throw new JournalCorruptException($"step {step.Key} has no operation {operation}");
        return step with { Operations = step.Operations.SetItem(index, change(step.Operations[index])) };
    }

    private static StepState Overridden(StepState step, StepStatus before, JournalEntry entry, StepOverridden e)
    {
        var setAside = step.Operations.ConvertAll(o => o.Result is null
            ? o with { Result = OperationResult.SetAside, Detail = $"{e.Override} by {e.Actor}" }
            : o);
        if (before == StepStatus.Undoing)
            return step with
            {
                Operations = setAside,
                Undo = e.Override switch
                {
                    StepOverride.Retry => UndoStatus.None,
                    StepOverride.Skip => UndoStatus.Skipped,
                    _ => UndoStatus.Done,
                },
                Status = e.Override == StepOverride.MarkDone ? StepStatus.Undone : step.StatusBeforeUndo,
                Note = e.Reason ?? step.Note,
            };
        return step with
        {
            Operations = setAside,
            ByPerson = e.Override != StepOverride.Retry,
            AttemptsBefore = step.Attempts,
            Ambiguity = null,
            Waiting = null,
            Error = e.Override == StepOverride.Retry ? step.Error : null,
            Note = e.Reason ?? step.Note,
            EndedAt = e.Override == StepOverride.Retry ? null : entry.At,
        };
    }
}
