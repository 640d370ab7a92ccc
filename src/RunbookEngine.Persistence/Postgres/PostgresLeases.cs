using Npgsql;
using RunbookEngine.Locks;
using RunbookEngine.Runs;
using static RunbookEngine.Persistence.Postgres.PostgresSql;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>Who drives which run.</summary>
internal static class PostgresLeases
{
    public static async Task<Lease?> TakeAsync(NpgsqlConnection connection, RunId run, Lease lease, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (; ; )
        {
            var taken = await connection.Sql("""
                insert into leases (run, engine, host, process, process_started_at, until) values ($1, $2, $3, $4, $5, $6)
                on conflict (run) do update set engine = excluded.engine, host = excluded.host, process = excluded.process,
                    process_started_at = excluded.process_started_at, until = excluded.until
                where leases.engine = excluded.engine or leases.until <= $7
                """,
                Of(run.Value), Of(lease.Engine), Of(lease.Host), Of(lease.ProcessId), Of(lease.ProcessStartedAt.UtcTicks), Of(lease.Until.UtcTicks), Of(now.UtcTicks))
                .CountAsync(cancellationToken);
            if (taken == 1)
                return null;
            // The holder may have released it in between; then it is free.
            if (await FindAsync(connection, run, now, cancellationToken) is { } holder)
                return holder;
        }
    }

    public static async Task<IReadOnlySet<RunId>> RenewAsync(NpgsqlConnection connection, IReadOnlyCollection<RunId> runs, Lease lease, CancellationToken cancellationToken)
    {
        var renewed = new HashSet<RunId>(runs.Count);
        await using var update = connection.Sql("update leases set until = $1 where engine = $2 and run = any($3) returning run",
            Of(lease.Until.UtcTicks), Of(lease.Engine), Of(runs.Select(run => run.Value).ToArray()));
        await using var rows = await update.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            renewed.Add(new RunId(rows.GetGuid(0)));
        return renewed;
    }

    public static async Task<bool> ReleaseAsync(NpgsqlConnection connection, RunId run, string engine, CancellationToken cancellationToken) =>
        await connection.Sql("delete from leases where run = $1 and engine = $2", Of(run.Value), Of(engine)).CountAsync(cancellationToken) > 0;

    /// <summary>The lease that has not lapsed.</summary>
    public static Task<Lease?> FindAsync(NpgsqlConnection connection, RunId run, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.Sql("select engine, host, process, process_started_at, until from leases where run = $1 and until > $2", Of(run.Value), Of(now.UtcTicks))
            .FirstAsync(row => new Lease(row.GetString(0), row.GetString(1), row.GetInt32(2), row.Time(3), row.Time(4)), cancellationToken);
}
