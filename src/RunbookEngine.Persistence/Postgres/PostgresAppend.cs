using RunbookEngine.Journal;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>Entries that wait to be part of a group.</summary>
internal sealed class PostgresAppend(RunSummary run, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunSummary Run => run;

    public IReadOnlyList<JournalEntry> Entries => entries;

    public CancellationToken CancellationToken => cancellationToken;

    public long Weight { get; } = entries.Sum(entry => (long)entry.Payload.Length);

    public Task Task => _done.Task;

    public void Complete() => _done.TrySetResult();

    public void Refuse() => _done.TrySetException(new SequenceConflictException(run.Id, entries[0].Sequence));

    public void Fail(Exception cause) => _done.TrySetException(cause);

    public void Cancel() => _done.TrySetCanceled(cancellationToken);
}
