using System.Collections.Immutable;
using RunbookEngine.Approvals;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>A run as its journal tells it: the fold of its events. Never changes; <see cref="RunFold"/> makes the next one.</summary>
public sealed record RunState
{
    public required RunId Id { get; init; }

    public required Plan Plan { get; init; }

    public required string Actor { get; init; }

    /// <summary>How the actor was known; null where no person acted.</summary>
    public Identification? KnownBy { get; init; }

    /// <summary>Who stands behind the actor; see <see cref="RunStarted"/>.</summary>
    public IReadOnlyList<string> Requesters { get; init; } = [];

    /// <summary>See <see cref="RunStarted"/>; null in a run of an earlier version.</summary>
    public DutyRules? Duty { get; init; }

    /// <summary>It was started against its own forecast; null: that had no error.</summary>
    public ForcedPlan? Forced { get; init; }

    /// <summary>See <see cref="RunStarted"/>; empty when nobody made a forecast.</summary>
    public IReadOnlyList<ExpectedStep> Expected { get; init; } = [];

    /// <inheritdoc cref="RunStarted.Forecast"/>
    public ForecastOnRecord? Forecast { get; init; }

    /// <summary>The engine that has the run.</summary>
    public required string Engine { get; init; }

    public string? Ticket { get; init; }

    public ParentStep? Parent { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Of the last event, and its hash: the next entry follows on them.</summary>
    public required int Sequence { get; init; }

    public required string Hash { get; init; }

    public RunPhase Phase { get; init; } = RunPhase.Steps;

    public ImmutableDictionary<StepKey, StepState> Steps { get; init; } = ImmutableDictionary<StepKey, StepState>.Empty;

    /// <summary>Last reading of every pair the run has met, by array, copy group and pair.</summary>
    public ImmutableSortedDictionary<string, PairReading> Pairs { get; init; } =
        ImmutableSortedDictionary.Create<string, PairReading>(StringComparer.Ordinal);

    /// <summary>Why the run stands still; null when it does not.</summary>
    public string? Held { get; init; }

    public DriftFound? Drift { get; init; }

    public CancelRequested? Cancel { get; init; }

    /// <summary>When the disaster was declared, and by whom; null when none was.</summary>
    public (DateTimeOffset At, DisasterDeclared Declaration)? Declared { get; init; }

    /// <summary>What bounds the loss of each copy group that was taken over without its P-VOLs, and when that was read.</summary>
    public ImmutableSortedDictionary<string, (DateTimeOffset At, LossBound Bound)> RecoveryPoints { get; init; } =
        ImmutableSortedDictionary.Create<string, (DateTimeOffset, LossBound)>(StringComparer.Ordinal);

    /// <summary>Readings of both arrays of remote copy groups, the newest last; at most <see cref="MostDeliveries"/> of each group.</summary>
    public ImmutableList<DeliveryReading> Deliveries { get; init; } = [];

    /// <summary>Readings of one copy group that are kept.</summary>
    public const int MostDeliveries = 8;

    public RollbackStarted? Rollback { get; init; }

    /// <summary>The run as it had ended, while it is being taken back after that; null for an open run.</summary>
    public RunState? BeforeRollback { get; init; }

    /// <summary>The pairs of an ended run were found as it left them: its rollback may send.</summary>
    public bool IsCompared { get; init; }

    /// <summary>Why the last rollback of the ended run was given up before anything was sent; null when it was not.</summary>
    public string? RollbackRefused { get; init; }

    /// <summary>When a lock of the run was first broken: from then on other runs could work on its pairs. Null when none was.</summary>
    public DateTimeOffset? LockBrokenAt { get; init; }

    /// <summary>Other runs whose work on these pairs a person has seen and gone on from.</summary>
    public ImmutableHashSet<RunId> AcceptedRuns { get; init; } = [];

    /// <summary>The outcome once it is decided; it becomes final when the run has ended.</summary>
    public RunOutcome? Decided { get; init; }

    /// <summary>Named checkpoints in the order they were reached, with the sequence number of the event.</summary>
    public ImmutableList<(int Sequence, CheckpointReached Checkpoint)> Checkpoints { get; init; } = [];

    /// <summary>Sequence number at which a pivot started; null before. Nothing up to it is rolled back.</summary>
    public int? PivotSequence { get; init; }

    /// <summary>What people wrote down about the run, in order.</summary>
    public ImmutableList<(DateTimeOffset At, NoteAdded Note)> Notes { get; init; } = [];

    /// <summary>The run is under legal hold; null: it is not.</summary>
    public LegalHoldChanged? LegalHold { get; init; }

    /// <summary>Where heads of the chain were written, in order.</summary>
    public ImmutableList<(DateTimeOffset At, ChainAnchored Anchor)> Anchors { get; init; } = [];

    public bool IsEnded => Phase == RunPhase.Ended;

    public StepState? Step(StepKey key) => Steps.GetValueOrDefault(key);

    public StepState StepOrPending(StepKey key) => Steps.GetValueOrDefault(key) ?? new StepState(key);

    /// <summary>Where the run stands, in the words of the command line.</summary>
    public RunOutcome Outcome => this switch
    {
        { Phase: RunPhase.Ended, Decided: { } decided } => decided,
        _ when Steps.Values.Any(s => s.Undo == UndoStatus.Failed) => RunOutcome.NeedsOperator,
        { Held: not null } => RunOutcome.Held,
        _ when Steps.Values.Any(s => s.Status == StepStatus.Ambiguous) => RunOutcome.Held,
        _ when Waits() is { } waits => waits,
        _ => RunOutcome.Running,
    };

    /// <summary>What people are waited for: an approval before an answer, an answer before a ticket.</summary>
    private RunOutcome? Waits()
    {
        var verbs = Steps.Values.Where(s => s is { Status: StepStatus.Waiting, Waiting.OnPeople: true }).Select(s => Plan.Find(s.Key.Id)?.Verb).Distinct().ToList();
        return verbs.Count == 0 ? null
            : verbs.Any(v => v is not ("manual" or "ticket.require")) ? RunOutcome.AwaitingApproval
            : verbs.Contains("manual") ? RunOutcome.AwaitingAnswer
            : RunOutcome.AwaitingTicket;
    }

    /// <inheritdoc cref="StepState.EndsOnlyHere"/>
    public bool EndsOnlyHere() => Steps.Values.Any(s => s.EndsOnlyHere());

    public RunSummary Summary => new()
    {
        Id = Id,
        Runbook = Plan.Runbook,
        Environment = Plan.Environment.Name,
        Mode = Plan.Mode,
        Ticket = Ticket,
        Actor = Actor,
        Outcome = Outcome,
        Sequence = Sequence,
        StartedAt = StartedAt,
        EndedAt = EndedAt,
        Parent = Parent?.Run,
    };

    public static string PairKey(PairReading pair) => $"{pair.Array}/{pair.CopyGroup}/{pair.Pair}";
}
