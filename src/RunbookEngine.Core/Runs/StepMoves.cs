using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>The legal moves of a step. Live running and recovery both pass through here.</summary>
internal static class StepMoves
{
    /// <exception cref="JournalCorruptException">The event cannot follow on that status.</exception>
    public static StepStatus Next(StepStatus current, StepEvent e) => (current, e) switch
    {
        (StepStatus.Pending, StepExpanded) => StepStatus.Running,
        (StepStatus.Pending, StepSkipped) => StepStatus.Skipped,
        (StepStatus.Pending or StepStatus.Waiting, StepStarted) => StepStatus.Running,
        (StepStatus.Running or StepStatus.Waiting, StepWaiting) => StepStatus.Waiting,
        (StepStatus.Running or StepStatus.Waiting, StepSucceeded) => StepStatus.Succeeded,
        (StepStatus.Running or StepStatus.Waiting, StepFailed) => StepStatus.Failed,
        (StepStatus.Failed, StepRetryPlanned) => StepStatus.Waiting,
        (StepStatus.Running or StepStatus.Waiting, StepBecameAmbiguous) => StepStatus.Ambiguous,
        (StepStatus.Waiting, ApprovalGiven or AnswerGiven) => StepStatus.Running,
        (StepStatus.Pending or StepStatus.Waiting, GatesRechecked) => current,
        (StepStatus.Succeeded, ApprovalsVoided) => StepStatus.Pending,
        (StepStatus.Skipped, ApprovalsVoided) => StepStatus.Pending,
        (StepStatus.Running or StepStatus.Waiting, ApprovalsVoided) => StepStatus.Running,
        (StepStatus.Running or StepStatus.Waiting or StepStatus.Failed or StepStatus.Ambiguous, BreakGlassAsked) => current,
        (StepStatus.Running or StepStatus.Waiting or StepStatus.Failed or StepStatus.Ambiguous, BreakGlassUsed) => StepStatus.Skipped,
        (StepStatus.Failed or StepStatus.Ambiguous or StepStatus.Waiting, StepOverridden { Override: StepOverride.Retry }) => StepStatus.Pending,
        (StepStatus.Failed or StepStatus.Ambiguous or StepStatus.Waiting, StepOverridden { Override: StepOverride.Skip }) => StepStatus.Skipped,
        (StepStatus.Failed or StepStatus.Ambiguous or StepStatus.Waiting, StepOverridden { Override: StepOverride.MarkDone }) => StepStatus.Succeeded,
        (_, UndoStarted) => StepStatus.Undoing,
        (StepStatus.Undoing, UndoSucceeded) => StepStatus.Undone,
        (StepStatus.Undoing, UndoFailed or StepOverridden) => StepStatus.Undoing,
        (_, UndoSkipped or OperationIntended or OperationAccepted or ArrayJobFailed or OperationConcluded or PairsRead or RecoveryPointRead or CheckpointReached or PeopleTold) => current,
        (not StepStatus.Pending, ApprovalGiven or AnswerGiven) => current,
        _ => throw new JournalCorruptException($"{e.GetType().Name} of step {e.Step} cannot follow on {current}"),
    };
}
