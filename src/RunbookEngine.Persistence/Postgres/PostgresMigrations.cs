using RunbookEngine.Persistence.Migrations;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>The schema of a PostgreSQL store. Times are UTC ticks of 100 ns: a timestamp has microseconds, and what is read must equal what was written.</summary>
internal static class PostgresMigrations
{
    /// <remarks>
    /// <c>entries.transaction</c> is what news is found by: numbers of a sequence become visible out of order, a transaction's horizon does not.
    /// <c>fillfactor</c>: a run's row is renewed by every append, and with room on its page no index is touched.
    /// </remarks>
    public static readonly IReadOnlyList<Migration> All =
    [
        new(1, "journal, runs, locks, leases", """
            create table runs (
                key bigint generated always as identity primary key,
                id uuid not null unique,
                runbook text collate "C" not null,
                environment text not null,
                mode text,
                ticket text,
                actor text not null,
                outcome text not null,
                last_sequence integer not null,
                started_at bigint not null,
                ended_at bigint,
                parent uuid
            ) with (fillfactor = 70);
            create index runs_by_runbook on runs (runbook, id);
            create table entries (
                run bigint not null,
                sequence integer not null,
                at bigint not null,
                type text not null,
                payload text not null,
                hash text not null,
                transaction xid8 not null default pg_current_xact_id(),
                primary key (run, sequence)
            );
            create index entries_by_transaction on entries (transaction);
            create table locks (
                storage_device text collate "C" not null,
                copy_group text collate "C" not null,
                run uuid not null,
                since bigint not null,
                primary key (storage_device, copy_group)
            );
            create index locks_by_run on locks (run);
            create table leases (
                run uuid not null primary key,
                engine text not null,
                host text not null,
                process integer not null,
                process_started_at bigint not null,
                until bigint not null
            );
            """),
        new(2, "documents", """
            create table documents (
                kind text collate "C" not null,
                id text collate "C" not null,
                version integer not null,
                body text not null,
                changed_at bigint not null,
                expires_at bigint,
                primary key (kind, id)
            );
            create index documents_by_expiry on documents (expires_at) where expires_at is not null;
            """),
        new(3, "runs that have not ended; tables of the scheduler", "create index runs_open on runs (id) where ended_at is null;" + QuartzTables.Sql),
        new(4, "register of runs", """
            create table register (
                number bigint not null primary key,
                what text not null,
                run uuid not null,
                anchor text not null,
                hash text not null
            );
            create table register_head (id integer not null primary key check (id = 1), number bigint not null);
            """),
    ];

    /// <summary>The newest schema this program knows.</summary>
    public static int Newest => All[^1].Number;
}
