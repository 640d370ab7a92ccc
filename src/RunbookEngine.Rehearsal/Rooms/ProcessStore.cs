using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Rehearsal.Clocks;
using RunbookEngine.Runs;

namespace RunbookEngine.Rehearsal.Rooms;

/// <summary>The store as one life of an engine sees it: counts its appends, and kills it at the one the case names.</summary>
internal sealed class ProcessStore(CaseRoom room, SimulatedProcess process) : IRunStore
{
    public string Name => room.Store.Name;

    public Task<HeldLock?> StartAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) =>
        Written(run.Id, entries, () => room.Store.StartAsync(run, entries, locks, cancellationToken));

    public Task AppendAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken) =>
        Written(run.Id, entries, async () =>
        {
            await room.Store.AppendAsync(run, entries, cancellationToken);
            return true;
        });

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId run, int after, CancellationToken cancellationToken) => room.Store.ReadAsync(run, after, cancellationToken);

    public Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellationToken) => room.Store.FindAsync(run, cancellationToken);

    public Task<IReadOnlyList<RunSummary>> ListAsync(RunFilter filter, CancellationToken cancellationToken) => room.Store.ListAsync(filter, cancellationToken);

    public Task<JournalNews> NewsAsync(long after, CancellationToken cancellationToken) => room.Store.NewsAsync(after, cancellationToken);

    public Task<IReadOnlyList<HeldLock>> ListLocksAsync(CancellationToken cancellationToken) => room.Store.ListLocksAsync(cancellationToken);

    public Task<bool> BreakLockAsync(LockName name, CancellationToken cancellationToken) => room.Store.BreakLockAsync(name, cancellationToken);

    public Task<HeldLock?> RetakeLocksAsync(RunId run, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) =>
        room.Store.RetakeLocksAsync(run, locks, cancellationToken);

    public Task<Lease?> TakeLeaseAsync(RunId run, Lease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        room.Store.TakeLeaseAsync(run, lease, now, cancellationToken);

    public Task<IReadOnlySet<RunId>> RenewLeasesAsync(IReadOnlyCollection<RunId> runs, Lease lease, CancellationToken cancellationToken) =>
        room.Store.RenewLeasesAsync(runs, lease, cancellationToken);

    public Task ReleaseLeaseAsync(RunId run, string engine, CancellationToken cancellationToken) =>
        process.IsAlive ? room.Store.ReleaseLeaseAsync(run, engine, cancellationToken) : Never<bool>();

    public Task<Lease?> FindLeaseAsync(RunId run, DateTimeOffset now, CancellationToken cancellationToken) => room.Store.FindLeaseAsync(run, now, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What a dead process waits for.</summary>
    public static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;

    private Task<T> Written<T>(RunId run, IReadOnlyList<JournalEntry> entries, Func<Task<T>> write)
    {
        if (!process.IsAlive)
            return Never<T>();
        var append = room.NextAppend();
        var crash = room.Faults.Crash(append);
        if (crash is { Before: true })
        {
            process.Kill();
            return Never<T>();
        }

        var written = write();
        if (!written.IsCompletedSuccessfully)
            return written;
        room.Note(append, run, entries);
        room.Losses.OnAppend(append);
        if (crash is null)
            return written;
        process.Kill();
        return Never<T>();
    }
}
