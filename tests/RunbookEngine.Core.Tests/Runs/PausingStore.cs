using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Runs;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>The store as a process sees it that stands still right after an event was made durable: nothing it asks is answered until it goes on.</summary>
internal sealed class PausingStore(IRunStore store, int after) : IRunStore
{
    private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = after;

    public string Name => store.Name;

    /// <summary>Completes when the process stands still.</summary>
    public Task Paused => _paused.Task;

    public void GoOn() => _goesOn.TrySetResult();

    public async Task AppendAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        await RunningAsync();
        await store.AppendAsync(run, entries, cancellationToken);
        if (Interlocked.Add(ref _left, -entries.Count) <= 0)
            _paused.TrySetResult();
        await RunningAsync();
    }

    public Task<HeldLock?> StartAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) =>
        store.StartAsync(run, entries, locks, cancellationToken);

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId run, int position, CancellationToken cancellationToken) =>
        WhenRunning(() => store.ReadAsync(run, position, cancellationToken));

    public Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellationToken) => WhenRunning(() => store.FindAsync(run, cancellationToken));

    public Task<IReadOnlyList<RunSummary>> ListAsync(RunFilter filter, CancellationToken cancellationToken) => WhenRunning(() => store.ListAsync(filter, cancellationToken));

    public Task<JournalNews> NewsAsync(long position, CancellationToken cancellationToken) => WhenRunning(() => store.NewsAsync(position, cancellationToken));

    public Task<IReadOnlyList<HeldLock>> ListLocksAsync(CancellationToken cancellationToken) => WhenRunning(() => store.ListLocksAsync(cancellationToken));

    public Task<bool> BreakLockAsync(LockName name, CancellationToken cancellationToken) => WhenRunning(() => store.BreakLockAsync(name, cancellationToken));

    public Task<HeldLock?> RetakeLocksAsync(RunId run, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) =>
        WhenRunning(() => store.RetakeLocksAsync(run, locks, cancellationToken));

    public Task<Lease?> TakeLeaseAsync(RunId run, Lease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        WhenRunning(() => store.TakeLeaseAsync(run, lease, now, cancellationToken));

    public Task<IReadOnlySet<RunId>> RenewLeasesAsync(IReadOnlyCollection<RunId> runs, Lease lease, CancellationToken cancellationToken) =>
        WhenRunning(() => store.RenewLeasesAsync(runs, lease, cancellationToken));

    public Task ReleaseLeaseAsync(RunId run, string engine, CancellationToken cancellationToken) =>
        WhenRunning(async () =>
        {
            await store.ReleaseLeaseAsync(run, engine, cancellationToken);
            return true;
        });

    public Task<Lease?> FindLeaseAsync(RunId run, DateTimeOffset now, CancellationToken cancellationToken) => WhenRunning(() => store.FindLeaseAsync(run, now, cancellationToken));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task RunningAsync() => _paused.Task.IsCompleted ? _goesOn.Task : Task.CompletedTask;

    private async Task<T> WhenRunning<T>(Func<Task<T>> ask)
    {
        await RunningAsync();
        return await ask();
    }
}
