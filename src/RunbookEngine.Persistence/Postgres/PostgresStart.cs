using Npgsql;
using RunbookEngine.Journal;
using RunbookEngine.Locks;
using RunbookEngine.Persistence.Entries;
using static RunbookEngine.Persistence.Postgres.PostgresSql;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>A new run with its locks, its first entries and its row, in one transaction.</summary>
internal static class PostgresStart
{
    /// <param name="doubt">True after a try whose answer was lost: the run that exists may be ours.</param>
    /// <exception cref="SequenceConflictException">The run exists already.</exception>
    public static async Task<HeldLock?> StoreAsync(
        NpgsqlConnection connection, RunSummary run, IReadOnlyList<JournalEntry> entries, IReadOnlyList<LockName> locks, DateTimeOffset now, bool doubt, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var inserted = await connection.Sql("""
            with started as (
                insert into runs (id, runbook, environment, mode, ticket, actor, outcome, last_sequence, started_at, ended_at, parent)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                on conflict (id) do nothing
                returning key)
            insert into entries (run, sequence, at, type, payload, hash)
            select s.key, e.sequence, e.at, e.type, e.payload, e.hash
            from started s, unnest($12, $13, $14, $15, $16) as e (sequence, at, type, payload, hash)
            """,
            Of(run.Id.Value), Of(run.Runbook), Of(run.Environment), Of(run.Mode), Of(run.Ticket), Of(run.Actor), Of(OutcomeNames.Of(run.Outcome)),
            Of(run.Sequence), Of(run.StartedAt.UtcTicks), Of(run.EndedAt?.UtcTicks), Of(run.Parent?.Value),
            Of(entries.Select(entry => entry.Sequence).ToArray()), Of(entries.Select(entry => entry.At.UtcTicks).ToArray()),
            Of(entries.Select(entry => entry.Type).ToArray()), Of(entries.Select(entry => entry.Payload).ToArray()), Of(entries.Select(entry => entry.Hash).ToArray()))
            .CountAsync(cancellationToken);
        if (inserted == 0)
        {
            return doubt && await PostgresGroup.IsStoredAsync(connection, entries[^1])
                ? null
                : throw new SequenceConflictException(run.Id, entries[0].Sequence);
        }

        if (run.EndedAt is null && await PostgresLocks.TakeAsync(connection, run.Id, locks, now, cancellationToken) is { } held)
            return held;

        await PostgresRegister.AppendAsync(connection, RegisterEntry.Started, run.Id, entries[0].Hash, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }
}
