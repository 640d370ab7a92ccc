using Microsoft.Data.Sqlite;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Sqlite;

namespace RunbookEngine.Persistence.Tests.Sqlite;

/// <summary>A file that takes the place of the store under a running program.</summary>
public sealed class SqliteReplacedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("another store")]
    [InlineData("a copy of itself")]
    [InlineData("an older copy by a link")]
    public async Task Nothing_is_read_from_and_nothing_is_written_to_a_file_that_took_its_place(string what)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The identity of a file is told on Linux.");
        var path = _folder.File("runs.db");
        await using var store = await SqliteRunStore.OpenAsync(path, TimeProvider.System, CancellationToken.None);
        var run = await store.StartedAsync();
        Assert.NotEmpty(await store.ReadAsync(run.Id, 0, CancellationToken.None));
        var other = _folder.File("other.db");
        if (what == "another store")
            await (await SqliteRunStore.OpenAsync(other, TimeProvider.System, CancellationToken.None)).DisposeAsync();
        else
            File.Copy(path, other);
        if (what == "an older copy by a link")
        {
            File.Move(path, path + ".was");
            File.CreateSymbolicLink(path, other);
        }
        else
            File.Move(other, path, overwrite: true);

        foreach (var use in (Func<Task>[])[
            () => store.AppendedAsync(run), () => store.StartedAsync(), () => store.ReadAsync(run.Id, 0, default), () => store.FindAsync(run.Id, default),
            () => store.ListAsync(new RunFilter(), default), () => store.NewsAsync(-1, default), () => store.ListLocksAsync(default), () => store.GetAsync("a", "b", default),
            () => store.RenewLeasesAsync([run.Id], new("e", "h", 1, Sample.Noon, Sample.Noon), default)])
            Assert.Contains("was replaced", (await Assert.ThrowsAsync<StoreUnavailableException>(use)).Message);
    }

    [Fact]
    public async Task A_store_older_than_its_register_writes_down_what_it_holds_before_the_next_run()
    {
        var path = _folder.File("runs.db");
        await using var store = await SqliteRunStore.OpenAsync(path, TimeProvider.System, CancellationToken.None);
        var (first, second) = (await store.StartedAsync(), await store.StartedAsync());
        Execute(path, "delete from register; delete from register_head");
        Assert.Null(await store.RegisterHeadAsync(default));
        var third = await store.StartedAsync();
        Assert.Equal([first.Id, second.Id, third.Id], (await store.ReadRegisterAsync(0, default)).Select(l => l.Run));
    }

    [Fact]
    public async Task What_belongs_to_no_run_is_found()
    {
        var path = _folder.File("runs.db");
        await using var store = await SqliteRunStore.OpenAsync(path, TimeProvider.System, CancellationToken.None);
        var (one, two) = (await store.StartedAsync(null, new Locks.LockName("9", "g")), await store.StartedAsync());
        Execute(path, $"delete from runs where id = '{one.Id}'; delete from entries where run = (select key from runs where id = '{two.Id}')");
        var found = await store.FindOrphansAsync(default);
        Assert.Contains(found, f => f.Contains("1 events", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains($"run {two.Id} has no event", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("the lock 9/g", StringComparison.Ordinal));
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
