using Npgsql;
using RunbookEngine.Locks;
using RunbookEngine.Runs;
using static RunbookEngine.Persistence.Postgres.PostgresSql;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>Copy-group locks as rows, with the run as owner.</summary>
internal static class PostgresLocks
{
    private const string HeldColumns = "l.storage_device, l.copy_group, l.run, coalesce(r.runbook, ''), coalesce(r.actor, ''), l.since";

    /// <summary>Takes locks one after the other in their order, inside the caller's transaction, which must not commit when one is held.</summary>
    /// <returns>Null, or the first that another run holds.</returns>
    public static async Task<HeldLock?> TakeAsync(NpgsqlConnection connection, RunId run, IReadOnlyList<LockName> locks, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var name in locks.Order())
        {
            // The insert waits for another transaction that is taking the same lock. When that one ends without it, the lock is free again.
            for (var held = default(HeldLock); ; held = null)
            {
                var taken = await connection.Sql("insert into locks (storage_device, copy_group, run, since) values ($1, $2, $3, $4) on conflict do nothing",
                    Of(name.StorageDeviceId), Of(name.CopyGroup), Of(run.Value), Of(now.UtcTicks)).CountAsync(cancellationToken);
                if (taken == 1)
                    break;

                held = await connection.Sql($"select {HeldColumns} from locks l left join runs r on r.id = l.run where l.storage_device = $1 and l.copy_group = $2",
                    Of(name.StorageDeviceId), Of(name.CopyGroup)).FirstAsync(Read, cancellationToken);
                if (held?.Run == run)
                    break;
                if (held is not null)
                    return held;
            }
        }

        return null;
    }

    /// <summary>Takes the locks of a run that has not ended, all or none.</summary>
    public static async Task<HeldLock?> RetakeAsync(NpgsqlConnection connection, RunId run, IReadOnlyList<LockName> locks, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var open = await connection.Sql("select id from runs where id = $1 and ended_at is null for update", Of(run.Value)).FirstAsync(_ => "open", cancellationToken);
        if (open is null)
            return null;
        if (await TakeAsync(connection, run, locks, now, cancellationToken) is { } held)
            return held;
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    public static async Task<bool> BreakAsync(NpgsqlConnection connection, LockName name, CancellationToken cancellationToken) =>
        await connection.Sql("delete from locks where storage_device = $1 and copy_group = $2", Of(name.StorageDeviceId), Of(name.CopyGroup)).CountAsync(cancellationToken) > 0;

    public static Task<List<HeldLock>> ListAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.Sql($"select {HeldColumns} from locks l left join runs r on r.id = l.run order by l.storage_device, l.copy_group").AllAsync(Read, cancellationToken);

    private static HeldLock Read(NpgsqlDataReader row) =>
        new(new LockName(row.GetString(0), row.GetString(1)), new RunId(row.GetGuid(2)), row.GetString(3), row.GetString(4), row.Time(5));
}
