using RunbookEngine.Runs;

namespace RunbookEngine.Locks;

/// <summary>Copy-group locks, kept with the journal: taken when a run starts, released in the transaction that ends it.</summary>
public interface IRunLocks
{
    Task<IReadOnlyList<HeldLock>> ListLocksAsync(CancellationToken cancellationToken);

    /// <summary>Takes the lock away from its holder; the caller journals who did and why. False when nobody held it.</summary>
    Task<bool> BreakLockAsync(LockName name, CancellationToken cancellationToken);

    /// <summary>Takes the run's locks again where they were broken.</summary>
    /// <returns>Null, or the lock that another run holds now; then none was taken.</returns>
    Task<HeldLock?> RetakeLocksAsync(RunId run, IReadOnlyList<LockName> locks, CancellationToken cancellationToken);
}
