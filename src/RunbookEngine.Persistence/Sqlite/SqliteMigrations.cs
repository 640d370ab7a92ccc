using RunbookEngine.Persistence.Migrations;

namespace RunbookEngine.Persistence.Sqlite;

/// <summary>The schema of a SQLite store. Times are UTC ticks of 100 ns, so that what is read equals what was written.</summary>
internal static class SqliteMigrations
{
    /// <summary>Marks the file as ours (the letters RBKE); <c>file</c> and <c>sqlite3</c> show it.</summary>
    public const int ApplicationId = 0x52424B45;

    /// <summary>Entries hang on the run's small number, not on its id: the index stays a third of the size, and a group of appends touches fewer pages.</summary>
    /// <remarks><c>autoincrement</c>: the position of <c>NewsAsync</c> is an entry's id, which must never be given twice, not even after old runs are deleted.</remarks>
    public static readonly IReadOnlyList<Migration> All =
    [
        new(1, "journal, runs, locks, leases", """
            create table runs (
                key integer primary key,
                id text not null unique,
                runbook text not null,
                environment text not null,
                mode text,
                ticket text,
                actor text not null,
                outcome text not null,
                last_sequence integer not null,
                started_at integer not null,
                ended_at integer,
                parent text
            ) strict;
            create index runs_by_runbook on runs (runbook, id);
            create table entries (
                position integer primary key autoincrement,
                run integer not null,
                sequence integer not null,
                at integer not null,
                type text not null,
                payload text not null,
                hash text not null
            ) strict;
            create unique index entries_in_order on entries (run, sequence);
            create table locks (
                storage_device text not null,
                copy_group text not null,
                run text not null,
                since integer not null,
                primary key (storage_device, copy_group)
            ) strict, without rowid;
            create index locks_by_run on locks (run);
            create table leases (
                run text not null primary key,
                engine text not null,
                host text not null,
                process integer not null,
                process_started_at integer not null,
                until integer not null
            ) strict, without rowid;
            """),
        new(2, "documents", """
            create table documents (
                kind text not null,
                id text not null,
                version integer not null,
                body text not null,
                changed_at integer not null,
                expires_at integer,
                primary key (kind, id)
            ) strict;
            create index documents_by_expiry on documents (expires_at) where expires_at is not null;
            """),
        new(3, "runs that have not ended", "create index runs_open on runs (id) where ended_at is null"),
        new(4, "register of runs", """
            create table register (
                number integer not null primary key,
                what text not null,
                run text not null,
                anchor text not null,
                hash text not null
            ) strict;
            create table register_head (id integer not null primary key check (id = 1), number integer not null) strict;
            """),
    ];

    /// <summary>The newest schema this program knows.</summary>
    public static int Newest => All[^1].Number;
}
