using RunbookEngine.Journal;
using RunbookEngine.Locks;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>A new run with its locks, its first entries and its row.</summary>
internal sealed class StartWrite(RunSummary run, IReadOnlyList<JournalEntry> entries, IReadOnlyList<LockName> locks, TimeProvider clock, CancellationToken cancellationToken)
    : SqliteWrite<HeldLock?>(cancellationToken)
{
    public override long Weight { get; } = entries.Sum(entry => (long)entry.Payload.Length);

    public override void Apply(SqliteSession session)
    {
        Answer = null;
        var exists = session.Prepared("select key from runs where id = ?1").Bind(1, run.Id).FirstNumber() is not null;
        Refusal = exists ? new SequenceConflictException(run.Id, entries[0].Sequence) : null;
        if (exists || (Answer = SqliteLocks.FirstHeld(session, run.Id, locks)) is not null)
            return;

        var key = session.Prepared("""
            insert into runs (id, runbook, environment, mode, ticket, actor, outcome, last_sequence, started_at, ended_at, parent)
            values (?1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            returning key
            """)
            .Bind(1, run.Id).BindRow(run).FirstNumber();
        AppendWrite.Insert(session, key!.Value, entries);
        SqliteRegister.Append(session, RegisterEntry.Started, run.Id, entries[0].Hash);
        if (run.EndedAt is null)
            SqliteLocks.Take(session, run.Id, locks, clock.GetUtcNow());
    }
}
