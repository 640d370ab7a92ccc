using System.Text.Json;
using System.Text.Json.Serialization;
using RunbookEngine.Activities;
using RunbookEngine.Approvals;
using RunbookEngine.Runs;

namespace RunbookEngine.Journal;

/// <summary>The iterations of a <c>foreach</c>, pinned before the first one starts.</summary>
public sealed record StepExpanded(StepKey Step, IReadOnlyList<Iteration> Iterations) : StepEvent(Step);

public sealed record StepSkipped(StepKey Step, string Reason) : StepEvent(Step);

/// <param name="Attempt">From 1, over the whole run.</param>
/// <param name="Pivot">The step is a point of no return: from here on nothing before it is rolled back.</param>
public sealed record StepStarted(StepKey Step, int Attempt, bool Pivot = false) : StepEvent(Step);

/// <summary>The step waits for people or for a time; the deadline is kept here, not in memory.</summary>
/// <param name="People">Who may end the wait; null: anybody.</param>
/// <param name="Polls">True: the activity looks for itself, so whoever takes the run up carries it out at once instead of waiting for <paramref name="Until"/>.</param>
/// <param name="Asked">What an approval asks; null for any other wait.</param>
public sealed record StepWaiting(
    StepKey Step, string For, DateTimeOffset? Until, bool OnPeople, IReadOnlyList<string>? People = null, bool? Polls = null, ApprovalAsked? Asked = null)
    : StepEvent(Step);

/// <summary>The gates that the run has passed were looked at again before a pivot.</summary>
/// <param name="Gates">The steps that were looked at and still hold; empty when one does not.</param>
/// <param name="Failure">Why the pivot must not start; null when it may.</param>
public sealed record GatesRechecked(StepKey Step, IReadOnlyList<string> Gates, Failure? Failure = null) : StepEvent(Step);

/// <summary>Decisions up to here do not count any more: the step asks again.</summary>
public sealed record ApprovalsVoided(StepKey Step, string Reason) : StepEvent(Step);

/// <summary>A message about what the step asks was delivered, or could not be.</summary>
/// <param name="Message">The same for every try of one message.</param>
/// <param name="Channel">Of the environment.</param>
/// <param name="Person">Whom it was for; null: whoever reads the channel.</param>
/// <param name="Problem">Why it was not delivered; null when it was.</param>
public sealed record PeopleTold(StepKey Step, string Message, string Channel, string? Person = null, string? Problem = null) : StepEvent(Step);

public sealed record StepSucceeded(StepKey Step, JsonElement? Outputs = null) : StepEvent(Step);

public sealed record StepFailed(StepKey Step, Failure Failure) : StepEvent(Step);

/// <summary>The failed step is tried again at <paramref name="At"/>.</summary>
public sealed record StepRetryPlanned(StepKey Step, DateTimeOffset At) : StepEvent(Step);

public sealed record StepBecameAmbiguous(StepKey Step, Ambiguity Ambiguity) : StepEvent(Step);

/// <summary>A person decided how a step, or its undo, goes on.</summary>
public sealed record StepOverridden(StepKey Step, StepOverride Override, string Actor, string? Reason, Identification? KnownBy = null) : StepEvent(Step);

/// <summary>A named checkpoint with the pairs as they were there.</summary>
public sealed record CheckpointReached(StepKey Step, string Name, IReadOnlyList<PairReading> Pairs) : StepEvent(Step);

/// <param name="Actor">Who decided.</param>
/// <param name="For">In whose place, by delegation; null: in their own.</param>
/// <param name="Fingerprint">Of the plan that was decided on; null in journals of earlier versions.</param>
public sealed record ApprovalGiven(StepKey Step, string Actor, bool Granted, string? Reason, string? For = null, string? Fingerprint = null,
    Identification? KnownBy = null) : StepEvent(Step)
{
    /// <summary>Its sequence number; filled in by the fold, so that drift can be held against it.</summary>
    [JsonIgnore]
    public int Sequence { get; init; }

    /// <summary>When it was journalled; filled in by the fold, so that a deadline can be held against it.</summary>
    [JsonIgnore]
    public DateTimeOffset? At { get; init; }
}

/// <summary>In an emergency somebody asks to set a decision aside; a second person has to agree.</summary>
public sealed record BreakGlassAsked(StepKey Step, string Actor, string Reason, Identification? KnownBy = null) : StepEvent(Step)
{
    /// <inheritdoc cref="ApprovalGiven.At"/>
    [JsonIgnore]
    public DateTimeOffset At { get; init; }
}

/// <summary>The decision is set aside by two people, for the reasons that both gave.</summary>
/// <param name="Actor">The second person.</param>
/// <param name="First">Who had asked.</param>
public sealed record BreakGlassUsed(StepKey Step, string Actor, string First, string Reason, Identification? KnownBy = null) : StepEvent(Step);

public sealed record AnswerGiven(StepKey Step, string Actor, string Text, Identification? KnownBy = null) : StepEvent(Step)
{
    /// <inheritdoc cref="ApprovalGiven.At"/>
    [JsonIgnore]
    public DateTimeOffset? At { get; init; }
}

/// <summary>Pairs as a step has just read them: status changes and coarse progress only.</summary>
public sealed record PairsRead(StepKey Step, IReadOnlyList<PairReading> Pairs) : StepEvent(Step)
{
    /// <summary>How far the S-VOLs of remote copy groups were behind then, where both arrays told; null: not asked for.</summary>
    public IReadOnlyList<DeliveryReading>? Delivery { get; init; }

    /// <summary>The mirrors as their journals told them, oldest first; null where nobody looked.</summary>
    public IReadOnlyList<MirrorReading>? Mirrors { get; init; }

    /// <summary>It was read to measure the recovery point: these are the pairs of the step right before its first request, and this is when the arrays were
    /// asked. Null for any other reading.</summary>
    public DateTimeOffset? MeasuredFrom { get; init; }

    /// <summary>The pairs are not the step's own: their S-VOLs are the P-VOLs of its copies. Null: they are its own.</summary>
    public bool? Upstream { get; init; }
}

/// <summary>S-VOLs were taken over without their P-VOLs: what bounds the loss, as the arrays told right after it.</summary>
public sealed record RecoveryPointRead(StepKey Step, IReadOnlyList<LossBound> Bounds) : StepEvent(Step);

public sealed record UndoStarted(StepKey Step) : StepEvent(Step);

public sealed record UndoSucceeded(StepKey Step) : StepEvent(Step);

/// <summary>The step is left as it is, for the given reason.</summary>
public sealed record UndoSkipped(StepKey Step, string Reason) : StepEvent(Step);

public sealed record UndoFailed(StepKey Step, Failure Failure) : StepEvent(Step);
