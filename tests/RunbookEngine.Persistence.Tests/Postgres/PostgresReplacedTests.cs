using Npgsql;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Postgres;

namespace RunbookEngine.Persistence.Tests.Postgres;

/// <summary>A database that takes the place of the store under a running program.</summary>
public sealed class PostgresReplacedTests
{
    public static TheoryData<string, string> Acts => new()
    {
        { "emptied and made anew", "drop schema SCHEMA cascade; create schema SCHEMA" },
        { "gone", "drop schema SCHEMA cascade; create schema SCHEMA; create table SCHEMA.other (n int)" },
        { "restored over itself", "set search_path = SCHEMA; alter table runs rename to was; create table runs (like was including all); insert into runs overriding system value select * from was" },
        { "an older copy", "set search_path = SCHEMA; delete from register where number > 1; update register_head set number = (select max(number) from register)" },
        { "another register", "set search_path = SCHEMA; update register set hash = 'other' where number > 1" },
    };

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task Nothing_is_read_from_and_nothing_is_written_to_a_database_that_took_its_place(string what, string act)
    {
        await using var server = await PostgresServer.WithSchemaAsync();
        await using var store = await server.OpenAsync();
        await store.StartedAsync();
        await store.StartedAsync();
        var run = await store.StartedAsync();
        await server.ExecuteAsync(act.Replace("SCHEMA", server.Schema, StringComparison.Ordinal));
        if (what == "emptied and made anew")
            await (await server.OpenAsync()).DisposeAsync();

        // Another table is refused by the append itself, an older register by whatever looks next: every start does.
        if (what is not ("an older copy" or "another register"))
            await RefusedAsync(() => store.AppendedAsync(run));
        foreach (var use in (Func<Task>[])[
            () => store.StartedAsync(), () => store.AppendedAsync(run), () => store.ReadAsync(run.Id, 0, default), () => store.FindAsync(run.Id, default),
            () => store.ListAsync(new RunFilter(), default), () => store.NewsAsync(-1, default), () => store.ListLocksAsync(default), () => store.GetAsync("a", "b", default),
            () => store.PutAsync("a", "b", "c", null, null, default), () => store.RenewLeasesAsync([run.Id], new("e", "h", 1, Sample.Noon, Sample.Noon), default)])
            await RefusedAsync(use);
    }

    [Fact]
    public async Task A_database_that_was_dropped_and_made_anew_under_its_name_is_another_one()
    {
        await using var server = await PostgresServer.WithSchemaAsync();
        var name = $"d_{Guid.NewGuid():N}";
        await server.ExecuteAsync($"create database {name}");
        var address = new NpgsqlConnectionStringBuilder(server.Connection) { Database = name, SearchPath = null, Pooling = true }.ToString();
        await using (var store = await PostgresRunStore.OpenAsync(address, TimeProvider.System, default))
        {
            var run = await store.StartedAsync();
            await server.ExecuteAsync($"drop database {name} with (force)");
            await server.ExecuteAsync($"create database {name}");
            await (await PostgresRunStore.OpenAsync(address, TimeProvider.System, default)).DisposeAsync();
            await RefusedAsync(() => store.AppendedAsync(run));
            await RefusedAsync(() => store.StartedAsync());
            await RefusedAsync(() => store.ReadAsync(run.Id, 0, default));
        }

        await server.ExecuteAsync($"drop database {name} with (force)");
    }

    [Fact]
    public async Task A_database_that_goes_on_under_several_programs_stays_the_same()
    {
        await using var server = await PostgresServer.WithSchemaAsync();
        await using var one = await server.OpenAsync();
        await using var two = await server.OpenAsync();
        var run = await one.StartedAsync();
        for (var i = 0; i < 3; i++)
        {
            await two.StartedAsync();
            await server.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'runbook' and query like '%{server.Schema}%' and pid <> pg_backend_pid()");
            run = await one.AppendedAsync(run);
            await one.StartedAsync();
        }
    }

    private static async Task RefusedAsync(Func<Task> use)
    {
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(use);
        Assert.True(refused.IsReplaced, refused.Message);
        Assert.Contains("was replaced", refused.Message);
    }
}
