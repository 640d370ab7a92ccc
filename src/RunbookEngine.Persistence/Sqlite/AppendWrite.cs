using RunbookEngine.Journal;
using RunbookEngine.Persistence.Entries;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>Entries that follow on a run's last one: the write that there are ten thousand of a second.</summary>
internal sealed class AppendWrite(RunSummary run, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    : SqliteWrite<bool>(cancellationToken)
{
    public override long Weight { get; } = entries.Sum(entry => (long)entry.Payload.Length);

    public override void Apply(SqliteSession session)
    {
        // The row is renewed only when it stands where the entries begin: guard, renewal and the run's key in one statement.
        var key = session.Prepared("""
            update runs set runbook = ?3, environment = ?4, mode = ?5, ticket = ?6, actor = ?7, outcome = ?8, last_sequence = ?9,
                started_at = ?10, ended_at = ?11, parent = ?12
            where id = ?1 and last_sequence = ?2
            returning key
            """)
            .Bind(1, run.Id).Bind(2, entries[0].Sequence - 1)
            .BindRow(run)
            .FirstNumber();
        Refusal = key is null ? new SequenceConflictException(run.Id, entries[0].Sequence) : null;
        if (key is null)
            return;

        Insert(session, key.Value, entries);
        if (run.EndedAt is not null)
            session.Prepared("delete from locks where run = ?1").Bind(1, run.Id).Run();
    }

    public static void Insert(SqliteSession session, long key, IReadOnlyList<JournalEntry> entries)
    {
        var insert = session.Prepared("insert into entries (run, sequence, at, type, payload, hash) values (?1, ?2, ?3, ?4, ?5, ?6)");
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            insert.Bind(1, key).Bind(2, entry.Sequence).Bind(3, entry.At.UtcTicks).Bind(4, entry.Type).Bind(5, entry.Payload).Bind(6, entry.Hash).Run();
        }
    }
}

internal static class RunRow
{
    /// <summary>Binds the columns of a run from <c>?3</c> (runbook) to <c>?12</c> (parent).</summary>
    public static SqliteStatement BindRow(this SqliteStatement statement, RunSummary run)
    {
        statement.Bind(3, run.Runbook).Bind(4, run.Environment).Bind(5, run.Mode).Bind(6, run.Ticket).Bind(7, run.Actor)
            .Bind(8, OutcomeNames.Of(run.Outcome)).Bind(9, run.Sequence).Bind(10, run.StartedAt.UtcTicks).Bind(11, run.EndedAt?.UtcTicks);
        return run.Parent is { } parent ? statement.Bind(12, parent) : statement.Bind(12, (string?)null);
    }
}
