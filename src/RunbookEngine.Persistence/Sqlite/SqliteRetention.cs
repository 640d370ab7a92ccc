using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>Removes runs that have ended; the writer's transaction makes it all or nothing.</summary>
internal static class SqliteRetention
{
    public static bool Delete(SqliteSession session, RunId run)
    {
        if (session.Prepared("select key from runs where id = ?1 and ended_at is not null").Bind(1, run).FirstNumber() is not { } key)
            return false;
        var last = session.Prepared("select hash from entries where run = ?1 order by sequence desc limit 1").Bind(1, key).First(row => row.Text(0));
        SqliteRegister.Append(session, RegisterEntry.Removed, run, last ?? "");
        session.Prepared("delete from entries where run = ?1").Bind(1, key).Run();
        session.Prepared("delete from leases where run = ?1").Bind(1, run).Run();
        session.Prepared("delete from runs where key = ?1").Bind(1, key).Run();
        return true;
    }
}
