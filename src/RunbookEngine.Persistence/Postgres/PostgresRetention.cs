using Npgsql;
using RunbookEngine.Runs;
using static RunbookEngine.Persistence.Postgres.PostgresSql;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>Removes runs that have ended, in one statement.</summary>
internal static class PostgresRetention
{
    public static async Task<bool> DeleteAsync(NpgsqlConnection connection, RunId run, CancellationToken cancellationToken) =>
        await connection.Sql("""
            with gone as (delete from runs where id = $1 and ended_at is not null returning key, id),
                 journal as (delete from entries using gone where entries.run = gone.key),
                 lease as (delete from leases using gone where leases.run = gone.id)
            select id::text from gone
            """, Of(run.Value)).FirstAsync(row => row.GetString(0), cancellationToken) is not null;
}
