using System.Text.Json.Serialization;
using RunbookEngine.Runs;

namespace RunbookEngine.Journal;

/// <summary>Something that happened in a run, in the past tense. Sequence and time belong to the <see cref="JournalEntry"/>.</summary>
/// <remarks>The names in <see cref="JsonDerivedTypeAttribute"/> are on disk and outlive the C# names: never change one.</remarks>
[JsonDerivedType(typeof(RunStarted), "run-started")]
[JsonDerivedType(typeof(RunAdopted), "run-adopted")]
[JsonDerivedType(typeof(StepExpanded), "step-expanded")]
[JsonDerivedType(typeof(StepSkipped), "step-skipped")]
[JsonDerivedType(typeof(StepStarted), "step-started")]
[JsonDerivedType(typeof(StepWaiting), "step-waiting")]
[JsonDerivedType(typeof(StepSucceeded), "step-succeeded")]
[JsonDerivedType(typeof(StepFailed), "step-failed")]
[JsonDerivedType(typeof(StepRetryPlanned), "step-retry-planned")]
[JsonDerivedType(typeof(StepBecameAmbiguous), "step-became-ambiguous")]
[JsonDerivedType(typeof(StepOverridden), "step-overridden")]
[JsonDerivedType(typeof(OperationIntended), "operation-intended")]
[JsonDerivedType(typeof(OperationAccepted), "operation-accepted")]
[JsonDerivedType(typeof(ArrayJobFailed), "array-job-failed")]
[JsonDerivedType(typeof(OperationConcluded), "operation-concluded")]
[JsonDerivedType(typeof(PairsRead), "pairs-read")]
[JsonDerivedType(typeof(RecoveryPointRead), "recovery-point-read")]
[JsonDerivedType(typeof(CheckpointReached), "checkpoint-reached")]
[JsonDerivedType(typeof(GatesRechecked), "gates-rechecked")]
[JsonDerivedType(typeof(ApprovalGiven), "approval-given")]
[JsonDerivedType(typeof(ApprovalsVoided), "approvals-voided")]
[JsonDerivedType(typeof(BreakGlassAsked), "break-glass-asked")]
[JsonDerivedType(typeof(BreakGlassUsed), "break-glass-used")]
[JsonDerivedType(typeof(PeopleTold), "people-told")]
[JsonDerivedType(typeof(AnswerGiven), "answer-given")]
[JsonDerivedType(typeof(CancelRequested), "cancel-requested")]
[JsonDerivedType(typeof(RollbackStarted), "rollback-started")]
[JsonDerivedType(typeof(RollbackCompared), "rollback-compared")]
[JsonDerivedType(typeof(RollbackRefused), "rollback-refused")]
[JsonDerivedType(typeof(UndoStarted), "undo-started")]
[JsonDerivedType(typeof(UndoSucceeded), "undo-succeeded")]
[JsonDerivedType(typeof(UndoSkipped), "undo-skipped")]
[JsonDerivedType(typeof(UndoFailed), "undo-failed")]
[JsonDerivedType(typeof(RollbackEnded), "rollback-ended")]
[JsonDerivedType(typeof(RunHeld), "run-held")]
[JsonDerivedType(typeof(RunResumed), "run-resumed")]
[JsonDerivedType(typeof(DriftFound), "drift-found")]
[JsonDerivedType(typeof(LockBroken), "lock-broken")]
[JsonDerivedType(typeof(DisasterDeclared), "disaster-declared")]
[JsonDerivedType(typeof(EnvironmentChanged), "environment-changed")]
[JsonDerivedType(typeof(ClockJumped), "clock-jumped")]
[JsonDerivedType(typeof(NoteAdded), "note-added")]
[JsonDerivedType(typeof(LegalHoldChanged), "legal-hold-changed")]
[JsonDerivedType(typeof(ChainAnchored), "chain-anchored")]
[JsonDerivedType(typeof(RunDecided), "run-decided")]
[JsonDerivedType(typeof(RunEnded), "run-ended")]
public abstract record RunEvent;

/// <summary>An event that belongs to one step.</summary>
public abstract record StepEvent(StepKey Step) : RunEvent;
