using RunbookEngine.Approvals;
using RunbookEngine.Locks;
using RunbookEngine.Plans;
using RunbookEngine.Reviews;
using RunbookEngine.Runs;

namespace RunbookEngine.Journal;

/// <summary>The first event of every run: it carries the plan, so the files are never read again.</summary>
/// <param name="Actor">Who started it.</param>
/// <param name="Engine">The engine that has the run.</param>
/// <param name="Parent">The run and step that called this one, or null.</param>
/// <param name="Requesters">Who stands behind the actor: the author of a schedule, the person who opened the ticket. They approve no more than the actor does. Null: nobody.</param>
/// <param name="Duty">Rules of separation of duty that hold for the journal; null in journals of earlier versions, which are read as they are.</param>
public sealed record RunStarted(
    Plan Plan, string Actor, string Engine, string? Ticket = null, ParentStep? Parent = null, IReadOnlyList<string>? Requesters = null, DutyRules? Duty = null,
    Identification? KnownBy = null)
    : RunEvent
{
    /// <summary>It was started against its own forecast; null: the forecast had no error.</summary>
    public ForcedPlan? Forced { get; init; }

    /// <summary>How long the forecast gives each step, for whoever watches the run; null when nobody made one.</summary>
    public IReadOnlyList<ExpectedStep>? Expected { get; init; }

    /// <summary>What was foreseen when it was started; null in journals of earlier versions, and where nobody looked.</summary>
    public ForecastOnRecord? Forecast { get; init; }
}

/// <summary>What a forecast makes of the time of one step, with everything inside it.</summary>
/// <param name="Seconds">Null: nobody can tell, or it never ends.</param>
/// <param name="Uncounted">Programs and people in it whose time is in no figure.</param>
public sealed record ExpectedStep(StepId Step, double? Seconds, int Uncounted = 0);

/// <summary>What was foreseen of a run when it was started, to be held against what happened.</summary>
/// <param name="Outcome">As <c>runbook plan</c> calls it.</param>
/// <param name="ExpectedSeconds">Of the whole run; null: nobody can tell.</param>
/// <param name="SlowestSeconds">Null: no limit.</param>
/// <param name="Uncounted">Programs and people whose time is in no figure.</param>
/// <param name="Steps">Bounded; see <see cref="MaxSteps"/>.</param>
public sealed record ForecastOnRecord(string Outcome, double? ExpectedSeconds, double? SlowestSeconds, int Uncounted, IReadOnlyList<ForecastLine> Steps)
{
    /// <summary>Steps and iterations that are put on record; those after them are not compared.</summary>
    public const int MaxSteps = 2000;
}

/// <summary>One step, or one iteration of it, as it was foreseen.</summary>
/// <param name="Step">As a step key is written.</param>
/// <param name="ExpectedSeconds">Null: nobody can tell.</param>
/// <param name="Copy"><c>none</c>, <c>difference</c> or <c>full</c>; null where no pairs are concerned.</param>
/// <param name="Bytes">What is copied at most where the volumes' sizes are known; null unknown.</param>
/// <param name="Statuses">Where its pairs end, by copy group, only where that is certain; null for none.</param>
public sealed record ForecastLine(
    string Step, double? ExpectedSeconds, double? SlowestSeconds, bool FromHistory, string? Copy = null, long? Bytes = null,
    IReadOnlyDictionary<string, string>? Statuses = null);

/// <summary>Why a run was started although its forecast had errors, and which.</summary>
public sealed record ForcedPlan(string Reason, IReadOnlyList<string> Findings);

/// <summary>The step of another run that called this one.</summary>
public sealed record ParentStep(RunId Run, StepKey Step);

/// <summary>Another engine has the run from here on; the one before it can append nothing more.</summary>
public sealed record RunAdopted(string Engine, string Actor, Identification? KnownBy = null) : RunEvent;

/// <summary>A person asked for the run to stop. No state-changing request is sent after this event, except by a rollback.</summary>
public sealed record CancelRequested(string Actor, bool Rollback, string? Reason, Identification? KnownBy = null) : RunEvent;

/// <summary>The run stands still until a person resumes it or rolls it back.</summary>
public sealed record RunHeld(string Reason) : RunEvent;

/// <summary>A person said: go on. Steps that failed are tried again unless an override said otherwise.</summary>
public sealed record RunResumed(string Actor, string? Reason, Identification? KnownBy = null) : RunEvent;

/// <summary>Pairs that changed while the run was down: as they were last seen, and as they are.</summary>
public sealed record DriftFound(IReadOnlyList<PairReading> Before, IReadOnlyList<PairReading> Now) : RunEvent
{
    /// <summary>Other runs that have worked on the pairs meanwhile; null for none.</summary>
    public IReadOnlyList<LaterRun>? Runs { get; init; }
}

/// <summary>Another run that worked on copy groups of a run after that run did.</summary>
/// <param name="At">Its last request to them.</param>
public sealed record LaterRun(RunId Run, string Runbook, string Actor, DateTimeOffset At, IReadOnlyList<string> CopyGroups)
{
    public override string ToString() => $"run {Run} of {Runbook} by {Actor} has worked on {string.Join(", ", CopyGroups)}, last at {At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
}

/// <summary>A person took a lock away from the run. It takes it again when it is carried on, unless another run has it by then.</summary>
public sealed record LockBroken(LockName Lock, string Actor, string Reason, Identification? KnownBy = null) : RunEvent;

/// <summary>Somebody declared the disaster: the run goes on with the arrays that answer, and the recovery time counts from here.</summary>
/// <param name="Actor">Who declared it.</param>
/// <param name="Reason">Why, or null when none was given.</param>
/// <param name="Absent">Aliases of the arrays that did not answer then.</param>
/// <param name="Unknown">What could not be known then, one sentence each: whether production still writes, what was not delivered.</param>
/// <param name="Bounds">What bounds the loss, by copy group, as far as the arrays told. Null: nothing was looked at.</param>
public sealed record DisasterDeclared(
    string Actor, string? Reason, IReadOnlyList<string> Absent, IReadOnlyList<string> Unknown, IReadOnlyList<LossBound>? Bounds = null,
    Identification? KnownBy = null) : RunEvent
{
    /// <summary>Readings from before the loss against which the end of the takeovers is measured; null: none was known.</summary>
    public IReadOnlyList<DeliveryReading>? Known { get; init; }
}

/// <summary>The arrays of the run are reached in another way from here on: the same storage device ids at other addresses, with other
/// credentials, TLS settings or limits, or one that is declared gone.</summary>
/// <param name="Environment">As the run has it from here on.</param>
/// <param name="Changes">What differs, one line each; references of secrets, never their values.</param>
/// <param name="From">The file, or the server's environment, that says so; null when a person said it.</param>
public sealed record EnvironmentChanged(PlanEnvironment Environment, IReadOnlyList<string> Changes, string Actor, string? From, Identification? KnownBy = null) : RunEvent;

/// <summary>The wall clock of the engine's machine was set while it drove the run. Its waits and limits go on by the time that has passed, and so do the times of what follows.</summary>
/// <param name="Seconds">Positive: it was set forward.</param>
public sealed record ClockJumped(double Seconds) : RunEvent;

/// <summary>Rollback begins.</summary>
/// <param name="Boundary">Steps that started at or before this sequence number are left alone; 0 takes everything back.</param>
/// <param name="ToCheckpoint">Name of the checkpoint that set the boundary, or null.</param>
public sealed record RollbackStarted(string Reason, string? Actor, int Boundary, string? ToCheckpoint, Identification? KnownBy = null) : RunEvent
{
    /// <summary>The run had ended: its gates ask again, its pairs are compared with where it left them, and no role swap is derived. Null: it was open.</summary>
    public bool? OfEnded { get; init; }

    /// <summary>Steps that ask again before anything is sent; null for none.</summary>
    public IReadOnlyList<StepKey>? Gates { get; init; }

    /// <summary>A called run that goes back with its caller, which was compared as a whole; null otherwise.</summary>
    public bool? WithCaller { get; init; }

    /// <summary>Fingerprint of the undo plan that was confirmed; null where none was asked for.</summary>
    public string? Confirmed { get; init; }

    /// <summary>What was confirmed, in the order it is carried out; null where nothing was.</summary>
    public IReadOnlyList<UndoLine>? Undo { get; init; }
}

/// <summary>The pairs are as the ended run left them, and nobody has worked on them since: its rollback may send.</summary>
/// <param name="Pairs">As read for that.</param>
public sealed record RollbackCompared(IReadOnlyList<PairReading> Pairs) : RunEvent;

/// <summary>The rollback of an ended run was given up before anything was sent: the run stands as it had ended.</summary>
public sealed record RollbackRefused(string Reason) : RunEvent;

/// <summary>Every step past the boundary is taken back, or said to be left.</summary>
public sealed record RollbackEnded : RunEvent;

/// <summary>The outcome is decided; cleanup and finally steps follow.</summary>
public sealed record RunDecided(RunOutcome Outcome) : RunEvent;

public sealed record RunEnded(RunOutcome Outcome) : RunEvent;
