using Microsoft.Data.Sqlite;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Sqlite;

namespace RunbookEngine.Persistence.Tests.Sqlite;

/// <summary>Stores of every earlier schema: copied, brought up to date, and read.</summary>
public sealed class SqliteUpgradeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<int> Earlier => [.. Enumerable.Range(1, SqliteMigrations.Newest - 1)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Earlier))]
    public async Task A_store_of_an_earlier_version_is_copied_as_it_was_and_then_brought_up_to_date_with_its_runs(int version)
    {
        var path = _folder.File("runs.db");
        var run = Write(path, version);

        await using (var store = await SqliteRunStore.OpenAsync(path, TimeProvider.System, default))
        {
            Assert.Equal(run.Id, Assert.Single(await store.ListAsync(new RunFilter(), default)).Id);
            Assert.Equal(3, (await store.ReadAsync(run.Id, 0, default)).Count);
            await store.AppendedAsync(run);
        }

        Assert.Equal(SqliteMigrations.Newest, Number(path, "select max(number) from schema_versions"));
        var copy = Assert.Single(Copies());
        Assert.StartsWith($"runs.db.before-{SqliteMigrations.Newest}-", Path.GetFileName(copy), StringComparison.Ordinal);
        Assert.Equal(version, Number(copy, "select max(number) from schema_versions"));
        Assert.Equal(3, Number(copy, "select count(*) from entries"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
    }

    [Fact]
    public async Task A_store_that_is_up_to_date_is_not_copied_and_a_new_one_neither()
    {
        var path = _folder.File("runs.db");
        await (await SqliteRunStore.OpenAsync(path, TimeProvider.System, default)).DisposeAsync();
        await (await SqliteRunStore.OpenAsync(path, TimeProvider.System, default)).DisposeAsync();

        Assert.Empty(Copies());
    }

    [Fact]
    public async Task Programs_that_open_an_earlier_store_at_once_bring_it_up_to_date_once()
    {
        var path = _folder.File("runs.db");
        Write(path, 1);

        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SqliteRunStore.OpenAsync(path, TimeProvider.System, default))));

        foreach (var store in stores)
            await store.DisposeAsync();
        Assert.Single(Copies());
        Assert.Equal(SqliteMigrations.Newest, Number(path, "select count(*) from schema_versions"));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.new*"));
    }

    private string[] Copies() => Directory.GetFiles(_folder.Path, "runs.db.before-*");

    /// <summary>The store as the program of that version left it: its schema, a run, three entries.</summary>
    private static RunSummary Write(string path, int version)
    {
        var run = Sample.Run() with { Sequence = 3 };
        using var session = new SqliteSession(path, mayCreate: true, TimeSpan.FromSeconds(5));
        session.Execute($"pragma application_id = {SqliteMigrations.ApplicationId}; pragma journal_mode = wal");
        session.Execute("create table schema_versions (number integer primary key, name text not null, at integer not null) strict");
        foreach (var migration in SqliteMigrations.All.Where(m => m.Number <= version))
        {
            session.Execute(migration.Sql);
            session.Execute($"insert into schema_versions (number, name, at) values ({migration.Number}, '{migration.Name}', 0)");
        }

        session.Execute(
            $"insert into runs (key, id, runbook, environment, actor, outcome, last_sequence, started_at) values (1, '{run.Id}', 'dr-drill', 'two-site', 'akiko', 'running', 3, {Sample.Noon.UtcTicks})");
        foreach (var entry in Sample.Entries(run.Id, 1, 3))
            session.Execute($"insert into entries (run, sequence, at, type, payload, hash) values (1, {entry.Sequence}, {entry.At.UtcTicks}, '{entry.Type}', '{entry.Payload}', '{entry.Hash}')");
        return run;
    }

    private static long Number(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
