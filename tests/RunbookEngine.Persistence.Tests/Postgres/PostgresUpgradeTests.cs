using RunbookEngine.Journal;
using RunbookEngine.Persistence.Postgres;

namespace RunbookEngine.Persistence.Tests.Postgres;

/// <summary>Databases of every earlier schema are brought up to date, with their runs.</summary>
public sealed class PostgresUpgradeTests
{
    public static TheoryData<int> Earlier => [.. Enumerable.Range(1, PostgresMigrations.Newest - 1)];

    [Theory]
    [MemberData(nameof(Earlier))]
    public async Task A_database_of_an_earlier_version_is_brought_up_to_date_by_one_of_several_programs(int version)
    {
        await using var server = await PostgresServer.WithSchemaAsync();
        var run = Sample.Run() with { Sequence = 3 };
        var sql = $"set search_path to {server.Schema}; create table schema_versions (number integer primary key, name text not null, at bigint not null);";
        foreach (var migration in PostgresMigrations.All.Where(m => m.Number <= version))
            sql += $"{migration.Sql}; insert into schema_versions values ({migration.Number}, '{migration.Name}', 0);";
        sql += "insert into runs (id, runbook, environment, actor, outcome, last_sequence, started_at) "
            + $"values ('{run.Id.Value}', 'dr-drill', 'two-site', 'akiko', 'running', 3, {Sample.Noon.UtcTicks});";
        foreach (var entry in Sample.Entries(run.Id, 1, 3))
            sql += $"insert into entries (run, sequence, at, type, payload, hash) select key, {entry.Sequence}, {entry.At.UtcTicks}, '{entry.Type}', '{entry.Payload}', '{entry.Hash}' from runs;";
        await server.ExecuteAsync(sql);

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.OpenAsync()));

        Assert.Equal(run.Id, Assert.Single(await stores[0].ListAsync(new RunFilter(), default)).Id);
        Assert.Equal(3, (await stores[1].ReadAsync(run.Id, 0, default)).Count);
        await stores[2].AppendedAsync(run);
        foreach (var store in stores)
            await store.DisposeAsync();
    }
}
