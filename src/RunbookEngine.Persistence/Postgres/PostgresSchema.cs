using Npgsql;
using RunbookEngine.Journal;
using static RunbookEngine.Persistence.Postgres.PostgresSql;

namespace RunbookEngine.Persistence.Postgres;

/// <summary>Brings a database up to the schema that this program writes.</summary>
internal static class PostgresSchema
{
    /// <summary>The oldest server: version 13 brought the 64-bit transaction ids that news is found by.</summary>
    private const int OldestServer = 13;

    // Any number will do; it must stay the same, so that two programs that open a new store wait for each other.
    private const long OpeningLock = 0x52424B45_00000001;

    public static async Task<bool> PrepareAsync(NpgsqlConnection connection, string name, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (connection.PostgreSqlVersion.Major < OldestServer)
            throw new StoreUnavailableException($"The store {name} is PostgreSQL {connection.PostgreSqlVersion}; version {OldestServer} or newer is needed.");

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.Sql($"select pg_advisory_xact_lock({OpeningLock})").CountAsync(cancellationToken);
        var exists = await ScalarAsync(connection, "select to_regclass('schema_versions') is not null", cancellationToken) is true;
        if (!exists)
            await connection.Sql("create table schema_versions (number integer primary key, name text not null, at bigint not null)").CountAsync(cancellationToken);
        var version = Convert.ToInt32(await ScalarAsync(connection, "select coalesce(max(number), 0) from schema_versions", cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
        if (version > PostgresMigrations.Newest)
        {
            throw new StoreUnavailableException(
                $"The store {name} was written by a newer version of this program: its schema is {version}, this program knows up to {PostgresMigrations.Newest}. Use the newer program, or another store.");
        }

        foreach (var migration in PostgresMigrations.All.Where(m => m.Number > version))
        {
            await connection.Sql(migration.Sql).CountAsync(cancellationToken);
            await connection.Sql("insert into schema_versions (number, name, at) values ($1, $2, $3)",
                Of(migration.Number), Of(migration.Name), Of(clock.GetUtcNow().UtcTicks)).CountAsync(cancellationToken);
        }

        // A database that was restored into another server may carry transactions that this server has not reached:
        // they would be news for ever.
        await connection.Sql("update entries set transaction = '3' where transaction > pg_current_xact_id()").CountAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>True when this user's commits would not wait for the disk.</summary>
    public static async Task<bool> CommitsLazilyAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await ScalarAsync(connection, "select current_setting('synchronous_commit') = 'off'", cancellationToken) is true;

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.Sql(sql);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
