using System.Collections.Immutable;
using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>One step of a run, as its journal tells it.</summary>
public sealed record StepState(StepKey Key)
{
    public StepStatus Status { get; init; } = StepStatus.Pending;

    /// <summary>Attempts started, over the whole run.</summary>
    public int Attempts { get; init; }

    /// <summary>The attempt after which a person or a resume began to count anew; <c>retry.attempts</c> counts from here.</summary>
    public int AttemptsBefore { get; init; }

    /// <summary>Sequence number of the first start; null while it has not started. Orders rollback.</summary>
    public int? StartedSequence { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Start of the current attempt; its <c>timeout</c> counts from here.</summary>
    public DateTimeOffset? AttemptAt { get; init; }

    /// <summary>Sequence number at which the current attempt started: operations announced after it belong to this attempt.</summary>
    public int AttemptSequence { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public Failure? Error { get; init; }

    public JsonElement? Outputs { get; init; }

    public Ambiguity? Ambiguity { get; init; }

    /// <summary>A person said that it is done or to be left out, whatever stands inside it.</summary>
    public bool ByPerson { get; init; }

    /// <summary>Why it was skipped, or left alone by a rollback.</summary>
    public string? Note { get; init; }

    /// <summary>Iterations of a <c>foreach</c>; null before it was expanded.</summary>
    public IReadOnlyList<Iteration>? Iterations { get; init; }

    public ImmutableList<OperationRecord> Operations { get; init; } = [];

    /// <summary>What it waits for, until when, and whether on people; null when it does not wait.</summary>
    public StepWaiting? Waiting { get; init; }

    /// <summary>A failed step is tried again at this time.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    public ImmutableList<ApprovalGiven> Approvals { get; init; } = [];

    /// <summary>Sequence number up to which decisions are void; 0 for none.</summary>
    public int ApprovalsFrom { get; init; }

    /// <summary>Somebody asked to break the glass in this attempt; null: nobody.</summary>
    public BreakGlassAsked? GlassAsked { get; init; }

    /// <summary>The decision was set aside by two people; null: it was not.</summary>
    public BreakGlassUsed? Glass { get; init; }

    public AnswerGiven? Answer { get; init; }

    /// <summary>Messages about what it asks, by message: as the last try of each went.</summary>
    public ImmutableSortedDictionary<string, PeopleTold> Told { get; init; } = ImmutableSortedDictionary.Create<string, PeopleTold>(StringComparer.Ordinal);

    /// <summary>Sequence number from which decisions and answers count: a question that is asked again is another one.</summary>
    public int AskingFrom => Math.Max(AttemptSequence, ApprovalsFrom);

    /// <summary>When the gates of the run were last found to hold for this pivot.</summary>
    public DateTimeOffset? GatesAt { get; init; }

    /// <summary>An array job of it that failed, while the pairs are looked at; null: none.</summary>
    public ArrayJobFailed? JobFailed => Operations.LastOrDefault(o => o is { Result: null, JobFailed: not null })?.JobFailed;

    public UndoStatus Undo { get; init; }

    /// <summary>Why the last undo failed.</summary>
    public Failure? UndoError { get; init; }

    /// <summary>The status before the undo began.</summary>
    public StepStatus StatusBeforeUndo { get; init; }

    /// <summary>It started at least once, so it may have had an effect.</summary>
    public bool MayHaveHadEffect => StartedSequence is not null && Status is not StepStatus.Skipped;

    /// <summary>A program or a web call of it is under way: only the process that began it sees its end.</summary>
    public bool EndsOnlyHere() => Operations.Any(o => o.Result is null && o.Intent.Array.Length == 0);

    public bool IsOver => Status is StepStatus.Succeeded or StepStatus.Failed or StepStatus.Skipped or StepStatus.Undone;
}

/// <summary>How far a step's undo is.</summary>
public enum UndoStatus
{
    None,
    Undoing,
    Done,

    /// <summary>Left as it is, on purpose.</summary>
    Skipped,

    /// <summary>Failed; a person decides.</summary>
    Failed,
}
