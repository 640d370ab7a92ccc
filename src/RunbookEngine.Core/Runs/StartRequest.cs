using RunbookEngine.Journal;
using RunbookEngine.Locks;

namespace RunbookEngine.Runs;

/// <summary>Who starts a run, and in which context.</summary>
/// <param name="Id">The run's id where it follows from something else (a child run, an idempotency key); null for a new one.</param>
/// <param name="KnownBy">How the actor was known; null where no person acts.</param>
/// <param name="Requesters">Who stands behind the actor and therefore does not approve either; null: nobody.</param>
/// <param name="NeverOwn">Of the run that calls this one; an engine may have it for all its runs.</param>
public sealed record StartRequest(
    string Actor, string? Ticket = null, ParentStep? Parent = null, RunId? Id = null, IReadOnlyList<string>? Requesters = null, bool NeverOwn = false,
    Identification? KnownBy = null)
{
    /// <summary>The run is started against its own forecast; null: that had no error.</summary>
    public ForcedPlan? Forced { get; init; }

    /// <summary>See <see cref="RunStarted"/>.</summary>
    public IReadOnlyList<ExpectedStep>? Expected { get; init; }

    /// <summary>What was foreseen; null: nobody looked.</summary>
    public ForecastOnRecord? Forecast { get; init; }

    /// <summary>What is known when a run in mode disaster starts. Null: nobody looked; the disaster is declared all the same, by the actor.</summary>
    public DisasterDeclared? Declaration { get; init; }
}

/// <summary>The run is stored, or the lock that another run holds.</summary>
public abstract record StartResult
{
    private StartResult() { }

    public sealed record Started(RunId Run) : StartResult;

    public sealed record Locked(HeldLock By) : StartResult;
}
