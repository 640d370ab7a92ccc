using Npgsql;
using RunbookEngine.Persistence.Postgres;

namespace RunbookEngine.Persistence.Tests.Postgres;

/// <summary>The server that the tests use, and a schema in it for one test.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Environment variable with the connection string; <c>tests/postgres.sh start DIR</c> prints one.</summary>
    public const string Variable = "RUNBOOK_TEST_POSTGRES";

    private readonly string _server;

    private PostgresServer(string server, string schema) =>
        (_server, Schema, Connection) = (server, schema, new NpgsqlConnectionStringBuilder(server) { SearchPath = schema, Pooling = true }.ToString());

    public string Schema { get; }

    /// <summary>Connection string with the schema as search path.</summary>
    public string Connection { get; }

    /// <summary>Skips the test when there is no server.</summary>
    public static async Task<PostgresServer> WithSchemaAsync()
    {
        var server = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(server), $"No PostgreSQL: set {Variable} to a connection string; 'tests/postgres.sh start DIR' starts a server and prints one.");
        var made = new PostgresServer(server!, $"t_{Guid.NewGuid():N}");
        await made.ExecuteAsync($"create schema {made.Schema}");
        return made;
    }

    public Task<PostgresRunStore> OpenAsync() => PostgresRunStore.OpenAsync(Connection, TimeProvider.System, CancellationToken.None);

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync($"drop schema {Schema} cascade");
}
