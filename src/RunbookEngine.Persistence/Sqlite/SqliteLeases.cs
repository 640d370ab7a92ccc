using RunbookEngine.Locks;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>Who drives which run.</summary>
internal static class SqliteLeases
{
    public static Lease? Take(SqliteSession session, RunId run, Lease lease, DateTimeOffset now)
    {
        if (Find(session, run, now) is { } holder && holder.Engine != lease.Engine)
            return holder;

        session.Prepared("""
            insert into leases (run, engine, host, process, process_started_at, until) values (?1, ?2, ?3, ?4, ?5, ?6)
            on conflict (run) do update set engine = excluded.engine, host = excluded.host, process = excluded.process,
                process_started_at = excluded.process_started_at, until = excluded.until
            """)
            .Bind(1, run).Bind(2, lease.Engine).Bind(3, lease.Host).Bind(4, lease.ProcessId)
            .Bind(5, lease.ProcessStartedAt.UtcTicks).Bind(6, lease.Until.UtcTicks).Run();
        return null;
    }

    public static IReadOnlySet<RunId> Renew(SqliteSession session, IReadOnlyCollection<RunId> runs, Lease lease) =>
        runs.Where(run => session.Prepared("update leases set until = ?1 where run = ?2 and engine = ?3 returning 1")
            .Bind(1, lease.Until.UtcTicks).Bind(2, run).Bind(3, lease.Engine).FirstNumber() is not null).ToHashSet();

    public static bool Release(SqliteSession session, RunId run, string engine) =>
        session.Prepared("delete from leases where run = ?1 and engine = ?2 returning 1").Bind(1, run).Bind(2, engine).FirstNumber() is not null;

    /// <summary>The lease that has not lapsed.</summary>
    public static Lease? Find(SqliteSession session, RunId run, DateTimeOffset now) =>
        session.Prepared("select engine, host, process, process_started_at, until from leases where run = ?1 and until > ?2")
            .Bind(1, run).Bind(2, now.UtcTicks)
            .First(row => new Lease(row.Text(0), row.Text(1), (int)row.Number(2), row.Time(3), row.Time(4)));
}
