using Npgsql;

namespace RunbookEngine.Server.Tests.Schedules.Support;

/// <summary>A schema of its own on the PostgreSQL that <c>RUNBOOK_TEST_POSTGRES</c> names; <c>tests/postgres.sh start DIR</c> prints one.</summary>
internal sealed class PostgresSchema : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private PostgresSchema(string server, string name) => (_server, _name, Connection) = (server, name, new NpgsqlConnectionStringBuilder(server) { SearchPath = name }.ToString());

    public string Connection { get; }

    public string Name => _name;

    public static async Task<PostgresSchema> MakeAsync()
    {
        var server = System.Environment.GetEnvironmentVariable("RUNBOOK_TEST_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(server), "No PostgreSQL: set RUNBOOK_TEST_POSTGRES to a connection string; 'tests/postgres.sh start DIR' starts a server and prints one.");
        var made = new PostgresSchema(server!, $"t_{Guid.NewGuid():N}");
        await made.ExecuteAsync($"create schema {made._name}");
        return made;
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync($"drop schema {_name} cascade");

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync();
                return;
            }
            catch (PostgresException collision) when (collision.SqlState == PostgresErrorCodes.DeadlockDetected && tries < 20)
            {
                // A server that is at work has other tables locked first.
            }
        }
    }
}
