using System.Globalization;
using Npgsql;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Entries;
using RunbookEngine.Runs;
using static RunbookEngine.Persistence.Postgres.PostgresSql;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>What is read from the journal.</summary>
internal static class PostgresReads
{
    private const string RunColumns = "id, runbook, environment, mode, ticket, actor, outcome, last_sequence, started_at, ended_at, parent";

    public static Task<List<JournalEntry>> EntriesAsync(NpgsqlConnection connection, RunId run, int after, CancellationToken cancellationToken) =>
        connection.Sql("""
            select sequence, at, type, payload, hash from entries
            where run = (select key from runs where id = $1) and sequence > $2
            order by sequence
            """, Of(run.Value), Of(after))
            .AllAsync(row => new JournalEntry(run, row.GetInt32(0), row.Time(1), row.GetString(2), row.GetString(3), row.GetString(4)), cancellationToken);

    public static Task<RunSummary?> FindAsync(NpgsqlConnection connection, RunId run, CancellationToken cancellationToken) =>
        connection.Sql($"select {RunColumns} from runs where id = $1", Of(run.Value)).FirstAsync(ReadRun, cancellationToken);

    /// <summary>Ids sort by start time, so the newest first is the largest id first.</summary>
    public static Task<List<RunSummary>> ListAsync(NpgsqlConnection connection, RunFilter filter, CancellationToken cancellationToken) =>
        connection.Sql($"""
            select {RunColumns} from runs
            where ($1::text is null or runbook = $1) and ($2::text[] is null or outcome = any($2)) and ($3::uuid is null or id < $3)
              and ($5::text is null or environment = $5) and ($6::text is null or actor = $6) and ($7::text is null or ticket = $7) and started_at >= $8{(filter.Open ? " and ended_at is null" : "")}
            order by id desc limit $4
            """,
            Of(filter.Runbook), Of(filter.Outcomes is { Count: > 0 } wanted ? wanted.Select(OutcomeNames.Of).ToArray() : null), Of(filter.Before?.Value), Of(filter.Limit),
            Of(filter.Environment), Of(filter.Actor), Of(filter.Ticket), Of(filter.Since?.UtcTicks ?? 0L))
            .AllAsync(ReadRun, cancellationToken);

    /// <summary>The position is the horizon of transactions: all before it have ended and can be seen. Entries of transactions from there
    /// on are told now if they are visible, and told again next time, so that one that commits late cannot be missed.</summary>
    public static async Task<JournalNews> NewsAsync(NpgsqlConnection connection, long after, CancellationToken cancellationToken)
    {
        // One statement, and so one view of the database, for the horizon and the entries.
        var rows = await connection.Sql("""
            with horizon as (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as position)
            select h.position, r.id
            from horizon h left join (
                (select distinct run from entries where $1::bigint >= 0 and transaction >= $2::text::xid8) e join runs r on r.key = e.run) on true
            """, Of(after), Of(Math.Max(after, 0).ToString(CultureInfo.InvariantCulture)))
            .AllAsync(row => (Position: row.GetInt64(0), Run: row.IsDBNull(1) ? default(RunId?) : new RunId(row.GetGuid(1))), cancellationToken);
        return new JournalNews(Math.Max(after, rows[0].Position), rows.Where(row => row.Run is not null).Select(row => row.Run!.Value).ToHashSet());
    }

    public static async Task<TimeSpan> ClockSkewAsync(NpgsqlConnection connection, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (asked, at) = (clock.GetTimestamp(), clock.GetUtcNow());
        await using var command = connection.Sql("select clock_timestamp()");
        var there = (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
        return at + clock.GetElapsedTime(asked) / 2 - new DateTimeOffset(there);
    }

    private static RunSummary ReadRun(NpgsqlDataReader row) => new()
    {
        Id = new RunId(row.GetGuid(0)),
        Runbook = row.GetString(1),
        Environment = row.GetString(2),
        Mode = row.Text(3),
        Ticket = row.Text(4),
        Actor = row.GetString(5),
        Outcome = OutcomeNames.Parse(row.GetString(6)),
        Sequence = row.GetInt32(7),
        StartedAt = row.Time(8),
        EndedAt = row.IsDBNull(9) ? null : row.Time(9),
        Parent = row.IsDBNull(10) ? null : new RunId(row.GetGuid(10)),
    };
}
