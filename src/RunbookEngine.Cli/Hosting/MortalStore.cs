using System.Diagnostics;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Hosting;

/// <summary>For crash tests: the process kills itself, as <c>kill -9</c> would, the moment a given event of a run is durable.</summary>
/// <remarks>Switched on by the variable <c>RUNBOOK_DIE_AFTER_EVENT</c>, a sequence number; see <c>tests/crash.sh</c>.</remarks>
internal sealed class MortalStore(IRunStore store, int lastEvent) : IRunStore
{
    public const string Variable = "RUNBOOK_DIE_AFTER_EVENT";

    public string Name => store.Name;

    public async Task<HeldLock?> StartAsync(
        RunSummary run, IReadOnlyList<JournalEntry> entries, IReadOnlyList<LockName> locks, CancellationToken cancellationToken)
    {
        var held = await store.StartAsync(run, entries, locks, cancellationToken);
        if (held is null)
            DieAfter(entries);
        return held;
    }

    public async Task AppendAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        await store.AppendAsync(run, entries, cancellationToken);
        DieAfter(entries);
    }

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId run, int after, CancellationToken cancellationToken) =>
        store.ReadAsync(run, after, cancellationToken);

    public Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellationToken) => store.FindAsync(run, cancellationToken);

    public Task<IReadOnlyList<RunSummary>> ListAsync(RunFilter filter, CancellationToken cancellationToken) => store.ListAsync(filter, cancellationToken);

    public Task<JournalNews> NewsAsync(long after, CancellationToken cancellationToken) => store.NewsAsync(after, cancellationToken);

    public Task<IReadOnlyList<HeldLock>> ListLocksAsync(CancellationToken cancellationToken) => store.ListLocksAsync(cancellationToken);

    public Task<bool> BreakLockAsync(LockName name, CancellationToken cancellationToken) => store.BreakLockAsync(name, cancellationToken);

    public Task<HeldLock?> RetakeLocksAsync(RunId run, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) =>
        store.RetakeLocksAsync(run, locks, cancellationToken);

    public Task<Lease?> TakeLeaseAsync(RunId run, Lease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.TakeLeaseAsync(run, lease, now, cancellationToken);

    public Task<IReadOnlySet<RunId>> RenewLeasesAsync(IReadOnlyCollection<RunId> runs, Lease lease, CancellationToken cancellationToken) =>
        store.RenewLeasesAsync(runs, lease, cancellationToken);

    public Task ReleaseLeaseAsync(RunId run, string engine, CancellationToken cancellationToken) =>
        store.ReleaseLeaseAsync(run, engine, cancellationToken);

    public Task<Lease?> FindLeaseAsync(RunId run, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.FindLeaseAsync(run, now, cancellationToken);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private void DieAfter(IReadOnlyList<JournalEntry> entries)
    {
        if (entries.Any(e => e.Sequence == lastEvent))
            Process.GetCurrentProcess().Kill();
    }
}
