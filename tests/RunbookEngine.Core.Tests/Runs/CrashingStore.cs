using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Runs;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>Passes on to a real store until a given number of events is durable; then this engine is dead and nothing it writes arrives.</summary>
internal sealed class CrashingStore(IRunStore store, int eventsToLive) : IRunStore
{
    private int _left = eventsToLive;

    public string Name => store.Name;

    public bool IsDead => _left <= 0;

    public Task<HeldLock?> StartAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) =>
        store.StartAsync(run, entries, locks, cancellationToken);

    public async Task AppendAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        if (Interlocked.Add(ref _left, -entries.Count) < 0)
        {
            _left = -1;
            throw new StoreUnavailableException("the engine was killed");
        }

        await store.AppendAsync(run, entries, cancellationToken);
    }

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId run, int after, CancellationToken cancellationToken) => store.ReadAsync(run, after, cancellationToken);

    public Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellationToken) => store.FindAsync(run, cancellationToken);

    public Task<IReadOnlyList<RunSummary>> ListAsync(RunFilter filter, CancellationToken cancellationToken) => store.ListAsync(filter, cancellationToken);

    public Task<JournalNews> NewsAsync(long after, CancellationToken cancellationToken) => store.NewsAsync(after, cancellationToken);

    public Task<IReadOnlyList<HeldLock>> ListLocksAsync(CancellationToken cancellationToken) => store.ListLocksAsync(cancellationToken);

    public Task<bool> BreakLockAsync(LockName name, CancellationToken cancellationToken) => store.BreakLockAsync(name, cancellationToken);

    public Task<HeldLock?> RetakeLocksAsync(RunId run, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) =>
        store.RetakeLocksAsync(run, locks, cancellationToken);

    public Task<Lease?> TakeLeaseAsync(RunId run, Lease lease, DateTimeOffset now, CancellationToken cancellationToken) => store.TakeLeaseAsync(run, lease, now, cancellationToken);

    public Task<IReadOnlySet<RunId>> RenewLeasesAsync(IReadOnlyCollection<RunId> runs, Lease lease, CancellationToken cancellationToken) =>
        store.RenewLeasesAsync(runs, lease, cancellationToken);

    public Task ReleaseLeaseAsync(RunId run, string engine, CancellationToken cancellationToken) => store.ReleaseLeaseAsync(run, engine, cancellationToken);

    public Task<Lease?> FindLeaseAsync(RunId run, DateTimeOffset now, CancellationToken cancellationToken) => store.FindLeaseAsync(run, now, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
