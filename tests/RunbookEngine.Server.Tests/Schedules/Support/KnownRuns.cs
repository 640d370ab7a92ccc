using System.Collections.Concurrent;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Tests.Schedules.Support;

/// <summary>Runs that have not ended, as a journal would tell of them.</summary>
internal sealed class KnownRuns : IRunJournal
{
    private readonly ConcurrentDictionary<RunId, RunSummary> _runs = new();

    public void Set(RunId run, DateTimeOffset? endedAt) => _runs[run] = new RunSummary
    {
        Id = run,
        Runbook = "r",
        Environment = "e",
        Actor = "a",
        Outcome = endedAt is null ? RunOutcome.Running : RunOutcome.Succeeded,
        Sequence = 1,
        StartedAt = default,
        EndedAt = endedAt,
    };

    public Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult(_runs.GetValueOrDefault(run));

    public Task<HeldLock?> StartAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, IReadOnlyList<LockName> locks, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task AppendAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId run, int after, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<RunSummary>> ListAsync(RunFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<JournalNews> NewsAsync(long after, CancellationToken cancellationToken) => throw new NotSupportedException();
}
