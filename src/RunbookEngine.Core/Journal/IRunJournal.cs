using RunbookEngine.Locks;
using RunbookEngine.Runs;

namespace RunbookEngine.Journal;

/// <summary>Keeps the events of every run. Durable when a write returns.</summary>
public interface IRunJournal
{
    /// <summary>Stores a new run: its locks, its first entries and its row, all or nothing.</summary>
    /// <returns>Null, or the lock that another run holds; then nothing was stored.</returns>
    /// <exception cref="SequenceConflictException">The run exists already.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be written; the message says why and what to do.</exception>
    Task<HeldLock?> StartAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, IReadOnlyList<LockName> locks, CancellationToken cancellationToken);

    /// <summary>Appends entries that follow on the run's last one, and renews its row. A row with <c>EndedAt</c> releases the run's locks.</summary>
    /// <exception cref="SequenceConflictException">Somebody else appended first: nothing was stored.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be written; nothing was stored.</exception>
    Task AppendAsync(RunSummary run, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken);

    /// <summary>The run's entries after a sequence number, in order; none for an unknown run.</summary>
    Task<IReadOnlyList<JournalEntry>> ReadAsync(RunId run, int after, CancellationToken cancellationToken);

    Task<RunSummary?> FindAsync(RunId run, CancellationToken cancellationToken);

    Task<IReadOnlyList<RunSummary>> ListAsync(RunFilter filter, CancellationToken cancellationToken);

    /// <summary>The runs that got entries after a position, and the position to ask from next. Start with -1, which only gives the position.</summary>
    /// <remarks>How an engine hears of approvals and cancellations that other processes append.</remarks>
    Task<JournalNews> NewsAsync(long after, CancellationToken cancellationToken);
}

/// <param name="Position">Opaque, growing.</param>
/// <param name="Runs">Runs with new entries; may name one that has none, never misses one.</param>
public sealed record JournalNews(long Position, IReadOnlySet<RunId> Runs);
