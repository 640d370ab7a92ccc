using Npgsql;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using static RunbookEngine.Persistence.Postgres.PostgresSql;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>The register of runs; it is written in the transaction of what it tells of.</summary>
internal static class PostgresRegister
{
    /// <summary>Lines of one page.</summary>
    private const int Page = 5000;

    // One line follows on another: writers wait for each other. Taken last in a transaction, so that nothing is waited for while it is held.
    private const long RegisterLock = 0x52424B45_00000002;

    /// <inheritdoc cref="Sqlite.SqliteRegister.Append"/>
    public static async Task AppendAsync(NpgsqlConnection connection, string what, RunId run, string anchor, CancellationToken cancellationToken)
    {
        await connection.Sql($"select pg_advisory_xact_lock({RegisterLock})").CountAsync(cancellationToken);
        var last = await HeadAsync(connection, cancellationToken);
        var lines = new List<RegisterEntry>();
        var begins = last is null;
        if (begins)
        {
            foreach (var (id, hash) in await FirstHashesAsync(connection, cancellationToken))
                lines.Add(last = RegisterEntry.After(last, RegisterEntry.Started, id, hash));
        }

        if (!begins || what != RegisterEntry.Started)
            lines.Add(last = RegisterEntry.After(last, what, run, anchor));
        await connection.Sql("insert into register (number, what, run, anchor, hash) select * from unnest($1, $2, $3, $4, $5)",
            Of(lines.Select(l => l.Number).ToArray()), Of(lines.Select(l => l.What).ToArray()), Of(lines.Select(l => l.Run.Value).ToArray()),
            Of(lines.Select(l => l.Anchor).ToArray()), Of(lines.Select(l => l.Hash).ToArray())).CountAsync(cancellationToken);
        await connection.Sql("insert into register_head (id, number) values (1, $1) on conflict (id) do update set number = excluded.number", Of(last!.Number))
            .CountAsync(cancellationToken);
    }

    public static Task<List<RegisterEntry>> ReadAsync(NpgsqlConnection connection, long after, CancellationToken cancellationToken) =>
        connection.Sql($"select number, what, run, anchor, hash from register where number > $1 order by number limit {Page}", Of(after)).AllAsync(Line, cancellationToken);

    /// <inheritdoc cref="Sqlite.SqliteRegister.Head"/>
    public static Task<RegisterEntry?> HeadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.Sql("select h.number, coalesce(r.what, ''), coalesce(r.run, '00000000-0000-0000-0000-000000000000'::uuid), coalesce(r.anchor, ''), coalesce(r.hash, '') from register_head h left join register r on r.number = h.number")
            .FirstAsync(Line, cancellationToken);

    public static Task<List<string>> OrphansAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.Sql("""
            select format('%s events (from event %s) belong to no run: the row of a run is gone (its number was %s)', count(*), min(sequence), run)
            from entries where not exists (select from runs where key = entries.run) group by run
            union all
            select format('run %s has no event', id) from runs where not exists (select from entries where entries.run = runs.key)
            union all
            select format('the lock %s/%s is held by run %s, which is not there', storage_device, copy_group, run) from locks where not exists (select from runs where id = locks.run)
            union all
            select format('%s has a lease on run %s, which is not there', engine, run) from leases where not exists (select from runs where id = leases.run)
            """).AllAsync(row => row.GetString(0), cancellationToken);

    private static Task<List<(RunId Run, string Hash)>> FirstHashesAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.Sql("select r.id, e.hash from runs r join entries e on e.run = r.key and e.sequence = 1 order by r.key")
            .AllAsync(row => (new RunId(row.GetGuid(0)), row.GetString(1)), cancellationToken);

    private static RegisterEntry Line(NpgsqlDataReader row) => new(row.GetInt64(0), row.GetString(1), new RunId(row.GetGuid(2)), row.GetString(3), row.GetString(4));
}
