using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>The register of runs; it is written in the transaction of what it tells of.</summary>
internal static class SqliteRegister
{
    /// <summary>Lines of one page.</summary>
    private const int Page = 5000;

    /// <summary>Before the first line of a store that is older than its register, the runs that are there are written down.</summary>
    /// <param name="run">The run as it stands in the store: started just now, or about to be removed.</param>
    public static void Append(SqliteSession session, string what, RunId run, string anchor)
    {
        var last = Head(session);
        var begins = last is null;
        foreach (var (id, hash) in begins ? FirstHashes(session) : [])
            Insert(session, last = RegisterEntry.After(last, RegisterEntry.Started, id, hash));
        if (!begins || what != RegisterEntry.Started)
            Insert(session, last = RegisterEntry.After(last, what, run, anchor));
        session.Prepared("insert or replace into register_head (id, number) values (1, ?1)").Bind(1, last!.Number).Run();
    }

    public static List<RegisterEntry> Read(SqliteSession session, long after, CancellationToken cancellationToken) =>
        session.Prepared($"select number, what, run, anchor, hash from register where number > ?1 order by number limit {Page}").Bind(1, after).All(Line, cancellationToken);

    /// <summary>A line that the head names and that is not there is told by its number alone.</summary>
    public static RegisterEntry? Head(SqliteSession session) =>
        session.Prepared("select number from register_head").FirstNumber() is not { } number ? null
        : session.Prepared("select number, what, run, anchor, hash from register where number = ?1").Bind(1, number).First(Line) ?? new(number, "", default, "", "");

    public static List<string> Orphans(SqliteSession session, CancellationToken cancellationToken) =>
    [
        .. session.Prepared("select run, count(*), min(sequence) from entries where run not in (select key from runs) group by run")
            .All(row => $"{row.Number(1)} events (from event {row.Number(2)}) belong to no run: the row of a run is gone (its number was {row.Number(0)})", cancellationToken),
        .. session.Prepared("select id from runs where key not in (select run from entries)").All(row => $"run {row.Text(0)} has no event", cancellationToken),
        .. session.Prepared("select storage_device, copy_group, run from locks where run not in (select id from runs)")
            .All(row => $"the lock {row.Text(0)}/{row.Text(1)} is held by run {row.Text(2)}, which is not there", cancellationToken),
        .. session.Prepared("select run, engine from leases where run not in (select id from runs)")
            .All(row => $"{row.Text(1)} has a lease on run {row.Text(0)}, which is not there", cancellationToken),
    ];

    private static List<(RunId Run, string Hash)> FirstHashes(SqliteSession session) =>
        session.Prepared("select r.id, e.hash from runs r join entries e on e.run = r.key and e.sequence = 1 order by r.key")
            .All(row => (row.Run(0), row.Text(1)), CancellationToken.None);

    private static void Insert(SqliteSession session, RegisterEntry line) =>
        session.Prepared("insert into register (number, what, run, anchor, hash) values (?1, ?2, ?3, ?4, ?5)")
            .Bind(1, line.Number).Bind(2, line.What).Bind(3, line.Run).Bind(4, line.Anchor).Bind(5, line.Hash).Run();

    private static RegisterEntry Line(SqliteStatement row) => new(row.Number(0), row.Text(1), row.Run(2), row.Text(3), row.Text(4));
}
