using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Persistence.Entries;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Memory;

/// <summary>A store that lasts as long as the object: for rehearsals, which play hundreds of runs, and for tests.</summary>
public sealed class MemoryRunStore(TimeProvider clock) : IEngineStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, MemoryRun> _runs = [];
    private readonly SortedDictionary<LockName, (RunId Run, DateTimeOffset Since)> _locks = [];
    private readonly Dictionary<RunId, Lease> _leases = [];
    private readonly MemoryDocuments _documents = new(clock);
    private long _position;

    public string Name => "memory";

    public Task<HeldLock?> StartAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, IReadOnlyList<LockName> locks, CancellationToken cancellationToken)
    {
        EntryRules.Check(run, entries);
        return Run(() =>
        {
            if (_runs.ContainsKey(run.Id))
                throw new SequenceConflictException(run.Id, entries[0].Sequence);
            if (FirstHeld(run.Id, locks) is { } held)
                return held;

            _runs[run.Id] = new MemoryRun(run, entries, ++_position);
            if (run.EndedAt is null)
                Take(run.Id, locks);
            return null;
        }, cancellationToken);
    }

    public Task AppendAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        EntryRules.Check(run, entries);
        return Run(() =>
        {
            if (!_runs.TryGetValue(run.Id, out var stored) || stored.Summary.Sequence != entries[0].Sequence - 1)
                throw new SequenceConflictException(run.Id, entries[0].Sequence);

            stored.Entries.AddRange(entries);
            (stored.Summary, stored.Position) = (run, ++_position);
            if (run.EndedAt is not null)
            {
                foreach (var name in _locks.Where(held => held.Value.Run == run.Id).Select(held => held.Key).ToList())
                    _locks.Remove(name);
            }

            return true;
        }, cancellationToken);
    }

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId run, int after, CancellationToken cancellationToken) =>
        Run<IReadOnlyList<JournalEntry>>(() => _runs.TryGetValue(run, out var stored) ? stored.Entries.Where(entry => entry.Sequence > after).ToList() : [], cancellationToken);

    public Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellationToken) =>
        Run(() => _runs.TryGetValue(run, out var stored) ? stored.Summary : null, cancellationToken);

    public Task<IReadOnlyList<RunSummary>> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        EntryRules.Check(filter);
        return Run<IReadOnlyList<RunSummary>>(() => _runs.Values.Select(run => run.Summary)
            .Where(run => filter.Runbook is null || run.Runbook == filter.Runbook)
            .Where(run => filter.Outcomes is not { Count: > 0 } wanted || wanted.Contains(run.Outcome))
            .Where(run => (filter.Environment ?? run.Environment) == run.Environment && (filter.Actor ?? run.Actor) == run.Actor)
            .Where(run => (filter.Ticket is null || filter.Ticket == run.Ticket) && (filter.Since is not { } since || run.StartedAt >= since))
            .Where(run => !filter.Open || run.EndedAt is null)
            .Where(run => filter.Before is not { } before || run.Id.Value < before.Value)
            .OrderByDescending(run => run.Id.Value)
            .Take(filter.Limit)
            .ToList(), cancellationToken);
    }

    public Task<JournalNews> NewsAsync(long after, CancellationToken cancellationToken) =>
        Run(() => new JournalNews(_position, after < 0 ? new HashSet<RunId>() : _runs.Where(run => run.Value.Position > after).Select(run => run.Key).ToHashSet()), cancellationToken);

    public Task<IReadOnlyList<HeldLock>> ListLocksAsync(CancellationToken cancellationToken) =>
        Run<IReadOnlyList<HeldLock>>(() => _locks.Keys.Select(Held).ToList(), cancellationToken);

    public Task<bool> BreakLockAsync(LockName name, CancellationToken cancellationToken) => Run(() => _locks.Remove(name), cancellationToken);

    public Task<HeldLock?> RetakeLocksAsync(RunId run, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) =>
        Run(() =>
        {
            if (!_runs.TryGetValue(run, out var stored) || stored.Summary.EndedAt is not null)
                return null;
            if (FirstHeld(run, locks) is { } held)
                return held;
            Take(run, locks);
            return null;
        }, cancellationToken);

    public Task<Lease?> TakeLeaseAsync(RunId run, Lease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        Run(() =>
        {
            if (Living(run, now) is { } holder && holder.Engine != lease.Engine)
                return holder;
            _leases[run] = lease;
            return null;
        }, cancellationToken);

    public Task<IReadOnlySet<RunId>> RenewLeasesAsync(IReadOnlyCollection<RunId> runs, Lease lease, CancellationToken cancellationToken) =>
        Run<IReadOnlySet<RunId>>(() =>
        {
            var renewed = runs.Where(run => _leases.TryGetValue(run, out var held) && held.Engine == lease.Engine).ToHashSet();
            foreach (var run in renewed)
                _leases[run] = lease;
            return renewed;
        }, cancellationToken);

    public Task ReleaseLeaseAsync(RunId run, string engine, CancellationToken cancellationToken) =>
        Run(() => _leases.TryGetValue(run, out var lease) && lease.Engine == engine && _leases.Remove(run), cancellationToken);

    public Task<Lease?> FindLeaseAsync(RunId run, DateTimeOffset now, CancellationToken cancellationToken) => Run(() => Living(run, now), cancellationToken);

    public Task<Document?> GetAsync(string kind, string id, CancellationToken cancellationToken)
    {
        DocumentRules.Check(kind, id);
        return Run(() => _documents.Get(kind, id), cancellationToken);
    }

    public Task<Document?> PutAsync(string kind, string id, string body, int? expected, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        DocumentRules.Check(kind, id);
        DocumentRules.CheckBody(body);
        return Run(() => _documents.Put(kind, id, body, expected, expiresAt), cancellationToken);
    }

    public Task<bool> DeleteAsync(string kind, string id, int? expected, CancellationToken cancellationToken)
    {
        DocumentRules.Check(kind, id);
        return Run(() => _documents.Delete(kind, id, expected), cancellationToken);
    }

    public Task<IReadOnlyList<Document>> ListAsync(DocumentFilter filter, CancellationToken cancellationToken)
    {
        DocumentRules.Check(filter);
        return Run(() => _documents.List(filter), cancellationToken);
    }

    public Task<int> DropExpiredAsync(CancellationToken cancellationToken) => Run(_documents.DropExpired, cancellationToken);

    public Task<bool> DeleteEndedAsync(RunId run, CancellationToken cancellationToken) =>
        Run(() => _runs.TryGetValue(run, out var stored) && stored.Summary.EndedAt is not null && _leases.Remove(run) is var _ && _runs.Remove(run), cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Lease? Living(RunId run, DateTimeOffset now) => _leases.TryGetValue(run, out var lease) && lease.Until > now ? lease : null;

    private HeldLock? FirstHeld(RunId run, IReadOnlyList<LockName> locks)
    {
        foreach (var name in locks.Order())
        {
            if (_locks.TryGetValue(name, out var held) && held.Run != run)
                return Held(name);
        }

        return null;
    }

    private void Take(RunId run, IReadOnlyList<LockName> locks)
    {
        foreach (var name in locks)
            _locks.TryAdd(name, (run, clock.GetUtcNow()));
    }

    private HeldLock Held(LockName name)
    {
        var (run, since) = _locks[name];
        var summary = _runs[run].Summary;
        return new HeldLock(name, run, summary.Runbook, summary.Actor, since);
    }

    private Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);

        try
        {
            lock (_gate)
                return Task.FromResult(work());
        }
        catch (Exception failure)
        {
            return Task.FromException<T>(failure);
        }
    }

    private sealed class MemoryRun(RunSummary summary, IReadOnlyList<JournalEntry> entries, long position)
    {
        public RunSummary Summary { get; set; } = summary;

        public List<JournalEntry> Entries { get; } = [.. entries];

        /// <summary>Of the last append, for <see cref="NewsAsync"/>.</summary>
        public long Position { get; set; } = position;
    }
}
