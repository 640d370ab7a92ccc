using Npgsql;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using static RunbookEngine.Persistence.Postgres.PostgresSql;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>Removes runs that have ended, in one transaction.</summary>
internal static class PostgresRetention
{
    public static async Task<bool> DeleteAsync(NpgsqlConnection connection, RunId run, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // The row is locked, so that of two nodes one removes the run.
        var last = await connection.Sql("""
            select coalesce((select e.hash from entries e where e.run = r.key order by e.sequence desc limit 1), '')
            from runs r where r.id = $1 and r.ended_at is not null for update
            """, Of(run.Value)).FirstAsync(row => row.GetString(0), cancellationToken);
        if (last is null)
            return false;
        await PostgresRegister.AppendAsync(connection, RegisterEntry.Removed, run, last, cancellationToken);
        await connection.Sql("""
            with gone as (delete from runs where id = $1 and ended_at is not null returning key, id),
                 journal as (delete from entries using gone where entries.run = gone.key),
                 lease as (delete from leases using gone where leases.run = gone.id)
            select id::text from gone
            """, Of(run.Value)).FirstAsync(row => row.GetString(0), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
