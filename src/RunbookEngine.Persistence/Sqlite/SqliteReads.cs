using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Entries;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>What is read from the journal. Readers never wait for the writer.</summary>
internal static class SqliteReads
{
    private const string RunColumns = "id, runbook, environment, mode, ticket, actor, outcome, last_sequence, started_at, ended_at, parent";

    public static List<JournalEntry> Entries(SqliteSession session, RunId run, int after, CancellationToken cancellationToken) =>
        session.Prepared("""
            select sequence, at, type, payload, hash from entries
            where run = (select key from runs where id = ?1) and sequence > ?2
            order by sequence
            """)
            .Bind(1, run).Bind(2, after)
            .All(row => new JournalEntry(run, (int)row.Number(0), row.Time(1), row.Text(2), row.Text(3), row.Text(4)), cancellationToken);

    public static RunSummary? Find(SqliteSession session, RunId run) =>
        session.Prepared($"select {RunColumns} from runs where id = ?1").Bind(1, run).First(ReadRun);

    /// <summary>Ids sort by start time, so the newest first is the largest id first.</summary>
    public static List<RunSummary> List(SqliteSession session, RunFilter filter, CancellationToken cancellationToken)
    {
        var outcomes = filter.Outcomes is { Count: > 0 } wanted ? JsonSerializer.Serialize(wanted.Select(OutcomeNames.Of)) : null;
        var open = filter.Open ? " and ended_at is null" : "";
        var list = filter.Runbook is null
            ? session.Prepared($"""
                select {RunColumns} from runs
                where (?2 is null or outcome in (select value from json_each(?2))) and id < ?3
                  and (?5 is null or environment = ?5) and (?6 is null or actor = ?6) and (?7 is null or ticket = ?7) and started_at >= ?8{open}
                order by id desc limit ?4
                """)
            : session.Prepared($"""
                select {RunColumns} from runs
                where runbook = ?1 and (?2 is null or outcome in (select value from json_each(?2))) and id < ?3
                  and (?5 is null or environment = ?5) and (?6 is null or actor = ?6) and (?7 is null or ticket = ?7) and started_at >= ?8{open}
                order by id desc limit ?4
                """).Bind(1, filter.Runbook);
        list.Bind(2, outcomes).Bind(4, filter.Limit)
            .Bind(5, filter.Environment).Bind(6, filter.Actor).Bind(7, filter.Ticket).Bind(8, filter.Since?.UtcTicks ?? 0L);
        return (filter.Before is { } before ? list.Bind(3, before) : list.Bind(3, "g")).All(ReadRun, cancellationToken);
    }

    /// <summary>Entries are numbered in the order of their commits, since SQLite has one writer at a time.</summary>
    public static JournalNews News(SqliteSession session, long after)
    {
        if (after < 0)
            return new JournalNews(session.Number("select coalesce(max(position), 0) from entries"), new HashSet<RunId>());

        var (position, runs) = (after, new HashSet<RunId>());
        var news = session.Prepared("""
            select r.id, n.position
            from (select run, max(position) as position from entries where position > ?1 group by run) n join runs r on r.key = n.run
            """).Bind(1, after);
        while (news.Step())
        {
            runs.Add(news.Run(0));
            position = Math.Max(position, news.Number(1));
        }

        return new JournalNews(position, runs);
    }

    private static RunSummary ReadRun(SqliteStatement row) => new()
    {
        Id = row.Run(0),
        Runbook = row.Text(1),
        Environment = row.Text(2),
        Mode = row.TextOrNull(3),
        Ticket = row.TextOrNull(4),
        Actor = row.Text(5),
        Outcome = OutcomeNames.Parse(row.Text(6)),
        Sequence = (int)row.Number(7),
        StartedAt = row.Time(8),
        EndedAt = row.IsNull(9) ? null : row.Time(9),
        Parent = row.IsNull(10) ? null : row.Run(10),
    };
}
