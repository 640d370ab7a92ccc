using RunbookEngine.Locks;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>Copy-group locks as rows, with the run as owner.</summary>
internal static class SqliteLocks
{
    /// <summary>The first of these locks, in their order, that another run holds.</summary>
    public static HeldLock? FirstHeld(SqliteSession session, RunId run, IReadOnlyList<LockName> locks)
    {
        var find = session.Prepared("""
            select l.storage_device, l.copy_group, l.run, coalesce(r.runbook, ''), coalesce(r.actor, ''), l.since
            from locks l left join runs r on r.id = l.run
            where l.storage_device = ?1 and l.copy_group = ?2 and l.run <> ?3
            """);
        foreach (var name in locks.Order())
        {
            if (find.Bind(1, name.StorageDeviceId).Bind(2, name.CopyGroup).Bind(3, run).First(Read) is { } held)
                return held;
        }

        return null;
    }

    /// <summary>Takes locks that are free or the run's already.</summary>
    public static void Take(SqliteSession session, RunId run, IReadOnlyList<LockName> locks, DateTimeOffset now)
    {
        var take = session.Prepared("insert into locks (storage_device, copy_group, run, since) values (?1, ?2, ?3, ?4) on conflict do nothing");
        foreach (var name in locks.Order())
            take.Bind(1, name.StorageDeviceId).Bind(2, name.CopyGroup).Bind(3, run).Bind(4, now.UtcTicks).Run();
    }

    /// <summary>Takes the locks of a run that has not ended, all or none.</summary>
    public static HeldLock? Retake(SqliteSession session, RunId run, IReadOnlyList<LockName> locks, DateTimeOffset now)
    {
        if (session.Prepared("select key from runs where id = ?1 and ended_at is null").Bind(1, run).FirstNumber() is null)
            return null;
        if (FirstHeld(session, run, locks) is { } held)
            return held;
        Take(session, run, locks, now);
        return null;
    }

    public static bool Break(SqliteSession session, LockName name) =>
        session.Prepared("delete from locks where storage_device = ?1 and copy_group = ?2 returning 1")
            .Bind(1, name.StorageDeviceId).Bind(2, name.CopyGroup).FirstNumber() is not null;

    public static List<HeldLock> List(SqliteSession session, CancellationToken cancellationToken) =>
        session.Prepared("""
            select l.storage_device, l.copy_group, l.run, coalesce(r.runbook, ''), coalesce(r.actor, ''), l.since
            from locks l left join runs r on r.id = l.run
            order by l.storage_device, l.copy_group
            """).All(Read, cancellationToken);

    private static HeldLock Read(SqliteStatement row) =>
        new(new LockName(row.Text(0), row.Text(1)), row.Run(2), row.Text(3), row.Text(4), row.Time(5));
}
