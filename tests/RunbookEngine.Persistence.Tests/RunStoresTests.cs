using RunbookEngine.Journal;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Persistence.Postgres;
using RunbookEngine.Persistence.Sqlite;
using RunbookEngine.Persistence.Tests.Children;
using RunbookEngine.Persistence.Tests.Sqlite;

namespace RunbookEngine.Persistence.Tests;

public sealed class RunStoresTests
{
    [Fact]
    public async Task A_store_is_opened_by_the_name_people_give_it()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])[$"sqlite:{folder.File("a.db")}", folder.File("b.db"), folder.File("c.sqlite"), $"SQLite:{folder.File("without-suffix")}", $"sqlite:{folder.File("host=x;y.db")}"])
        {
            await using var store = await RunStores.OpenAsync(name, TimeProvider.System, default);
            Assert.IsType<SqliteRunStore>(store);
            Assert.Equal("sqlite:" + name[(name.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase) ? 7 : 0)..], store.Name);
        }

        await using var memory = await RunStores.OpenAsync("memory", TimeProvider.System, default);
        Assert.IsType<MemoryRunStore>(memory);
    }

    [Fact]
    public async Task Without_a_name_the_store_is_in_the_users_data_folder_or_where_the_environment_says()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The data folder is named by XDG_DATA_HOME here.");
        using var folder = new TemporaryFolder();
        await using var child = new ChildProcess("default", folder.File("data"));
        Assert.Equal([$"sqlite:{folder.File("data/runbook/runs.db")}", "sqlite:/elsewhere/runs.db"], await child.EndAsync());
        Assert.True(Directory.Exists(folder.File("data/runbook")));
    }

    [Fact]
    public async Task A_name_that_names_no_store_is_refused_without_repeating_it()
    {
        foreach (var name in (string[])["", " ", "sqlite:", "runs", "mysql://me:hush@db/runs", "Password=hush"])
        {
            var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => RunStores.OpenAsync(name, TimeProvider.System, default));
            Assert.DoesNotContain("hush", failure.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_postgres_address_is_known_by_host_or_scheme_and_its_name_holds_no_secret()
    {
        (string Text, string Name)[] addresses =
        [
            ("Host=db;Database=runbook;Username=me;Password=hush", "postgres:db:5432/runbook"),
            ("server = db ; Port=5433; Username=me", "postgres:db:5433/me"),
            ("postgres://me:hu%73h@db:5444/runbook", "postgres:db:5444/runbook"),
            ("postgresql://me:hush@db/runbook?sslmode=Require&Search Path=ops", "postgres:db:5432/runbook/ops"),
        ];
        foreach (var (text, name) in addresses)
        {
            Assert.True(PostgresAddress.IsOne(text), text);
            Assert.Equal(name, PostgresAddress.Parse(text).Name);
        }

        Assert.Equal("hush", PostgresAddress.Parse(addresses[2].Text).Settings.Password);
        foreach (var text in (string[])["runs.db", "/var/lib/a=b.db", "Password=hush", "memory"])
            Assert.False(PostgresAddress.IsOne(text), text);
    }
}
