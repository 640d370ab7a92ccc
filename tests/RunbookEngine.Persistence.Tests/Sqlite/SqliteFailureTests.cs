using Microsoft.Data.Sqlite;
using RunbookEngine.Journal;
using RunbookEngine.Persistence.Sqlite;
using RunbookEngine.Persistence.Tests.Children;

namespace RunbookEngine.Persistence.Tests.Sqlite;

/// <summary>What people are told when a store cannot be used, and that it works again when the cause is gone.</summary>
public sealed class SqliteFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_store_stores_nothing_of_the_group_and_works_again_when_there_is_room()
    {
        SqliteSession? session = null;
        await using var store = await SqliteRunStore.OpenAsync(_folder.File("runs.db"), TimeProvider.System, new SqliteStoreOptions { OnOpen = opened => session = opened }, default);
        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.StartedAsync()));
        session!.Execute($"pragma max_page_count = {session.Number("pragma page_count") + 20}");

        var (full, stored) = (0, 0);
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < runs.Length; i++)
            {
                // A payload of two pages, so that no run goes on for long.
                var next = runs[i] with { Sequence = runs[i].Sequence + 1 };
                var failure = await Record.ExceptionAsync(() => store.AppendAsync(next, Sample.Entries(next.Id, next.Sequence, 1, "\"" + new string('x', 8000) + "\""), default));
                if (failure is null)
                {
                    (runs[i], stored) = (next, stored + 1);
                    continue;
                }

                Assert.Contains("disk is full", Assert.IsType<StoreUnavailableException>(failure).Message, StringComparison.Ordinal);
                full++;
            }
        }

        Assert.True(full > 0 && stored > 0, $"{full} refused, {stored} stored");
        foreach (var run in runs)
            Assert.Equal(run.Sequence, (await store.ReadAsync(run.Id, 0, default)).Count);

        session.Execute("pragma max_page_count = 1000000");
        await Task.WhenAll(runs.Select(run => store.AppendedAsync(run)));
    }

    [Fact]
    public async Task A_file_that_may_not_grow_is_named_with_its_disk_and_goes_on_when_it_may()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Limits of file sizes are set by a Linux call here.");
        await using var child = new ChildProcess("limited", _folder.File("runs.db"));
        var said = await child.EndAsync();

        Assert.Equal(2, said.Length);
        Assert.Contains("Nothing was stored", said[0], StringComparison.Ordinal);
        Assert.Contains(_folder.Path, said[0], StringComparison.Ordinal);
        var numbers = said[1].Split(' ').Select(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal((numbers[0], numbers[0] + 1), (numbers[1], numbers[2]));
    }

    [Fact]
    public async Task A_store_that_this_user_may_not_write_can_be_read_at_best()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Rights are taken away by Linux calls here.");
            return;
        }

        foreach (var (folderMode, fileMode) in ((UnixFileMode, UnixFileMode)[])[
            (ReadOnly | UnixFileMode.OtherExecute | UnixFileMode.UserExecute, ReadOnly),
            (ReadOnly | UnixFileMode.OtherExecute | UnixFileMode.UserExecute, ReadOnly | UnixFileMode.UserWrite | UnixFileMode.OtherWrite),
            (All, ReadOnly),
            (All, UnixFileMode.None),
            (UnixFileMode.None, ReadOnly)])
        {
            using var folder = new TemporaryFolder();
            var path = folder.File("runs.db");
            await using (var store = await SqliteRunStore.OpenAsync(path, TimeProvider.System, default))
                await store.StartedAsync();
            File.SetUnixFileMode(path, fileMode);
            File.SetUnixFileMode(folder.Path, folderMode);
            try
            {
                await using var child = new ChildProcess("stranger", path);
                var said = await child.EndAsync();
                Assert.Contains($"sqlite:{path}", said[^1], StringComparison.Ordinal);
                Assert.Matches("writable|may write|may read and write|no folder", said[^1]);
            }
            finally
            {
                File.SetUnixFileMode(folder.Path, All);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_copy_on_a_medium_that_cannot_be_written_is_read_with_all_that_its_log_holds_and_takes_no_write(bool withLog)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Rights are set otherwise there.");
            return;
        }

        const UnixFileMode All = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        using var medium = new TemporaryFolder();
        var (path, copy) = (_folder.File("runs.db"), medium.File("runs.db"));
        var store = await SqliteRunStore.OpenAsync(path, TimeProvider.System, default);
        await store.StartedAsync();
        if (withLog)
        {
            // The run is in the log alone while the store is open.
            File.Copy(path, copy);
            File.Copy(path + "-wal", copy + "-wal");
            Assert.NotEqual(0, new FileInfo(copy + "-wal").Length);
            await store.DisposeAsync();
        }
        else
        {
            await store.DisposeAsync();
            File.Copy(path, copy);
        }

        foreach (var file in Directory.GetFiles(medium.Path))
            File.SetUnixFileMode(file, Read);
        File.SetUnixFileMode(medium.Path, All & ~UnixFileMode.UserWrite);
        try
        {
            await using var child = new ChildProcess("stranger", copy);
            var said = await child.EndAsync();
            Assert.Equal("runs 1", said[0]);
            Assert.Contains("read-only", said[^1], StringComparison.Ordinal);
            Assert.Equal(withLog ? 2 : 1, Directory.GetFiles(medium.Path).Length);
        }
        finally
        {
            File.SetUnixFileMode(medium.Path, All);
        }
    }

    [Fact]
    public async Task A_store_that_another_process_holds_is_waited_for_and_then_named()
    {
        var path = _folder.File("runs.db");
        await using var store = await SqliteRunStore.OpenAsync(path, TimeProvider.System, new SqliteStoreOptions { Patience = TimeSpan.FromMilliseconds(50) }, default);
        await using var patient = await SqliteRunStore.OpenAsync(path, TimeProvider.System, default);
        var run = await store.StartedAsync();

        await using var holder = new ChildProcess("hold", path);
        Assert.Equal("held", await holder.ReadAsync());
        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AppendedAsync(run));
        Assert.Contains("another process keeps it locked", failure.Message, StringComparison.Ordinal);
        Assert.Single(await store.ReadAsync(run.Id, 0, default));

        var waiting = patient.AppendedAsync(run);
        await holder.TellAsync("let go");
        run = await waiting;
        await store.AppendedAsync(run);
    }

    [Fact]
    public async Task A_store_of_a_newer_version_or_of_another_program_is_left_alone()
    {
        var path = _folder.File("newer.db");
        await (await SqliteRunStore.OpenAsync(path, TimeProvider.System, default)).DisposeAsync();
        Execute(path, $"insert into schema_versions (number, name, at) values ({SqliteMigrations.Newest + 1}, 'later', 0)");
        Assert.Contains("newer version", (await Refused(path)).Message, StringComparison.Ordinal);

        var foreign = _folder.File("foreign.db");
        Execute(foreign, "create table songs (title text)");
        Assert.Contains("another program", (await Refused(foreign)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_cannot_be_a_store_is_explained()
    {
        File.WriteAllText(_folder.File("notes.txt"), new string('x', 8192));
        (string Path, string Says)[] wrong =
        [
            (_folder.Path, "is a folder"),
            (_folder.File("notes.txt/runs.db"), "is a file, not a folder"),
            (_folder.File("missing/runs.db"), "there is no folder"),
            (_folder.File("notes.txt"), "not a SQLite database"),
            (_folder.File(new string('n', 300) + ".db"), "cannot be opened"),
        ];
        foreach (var (path, says) in wrong)
            Assert.Contains(says, (await Refused(path)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("missing")));
    }

    [Fact]
    public async Task A_store_that_is_deleted_under_a_running_program_takes_no_more_writes()
    {
        var path = _folder.File("runs.db");
        await using var store = await SqliteRunStore.OpenAsync(path, TimeProvider.System, default);
        var run = await store.StartedAsync();
        File.Delete(path);
        Assert.Contains("is gone", (await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AppendedAsync(run))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_append_that_the_file_refuses_does_not_fail_its_neighbours()
    {
        var path = _folder.File("runs.db");
        await using var store = await SqliteRunStore.OpenAsync(path, TimeProvider.System, default);
        var runs = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => store.StartedAsync()));
        Execute(path, $"insert into entries (run, sequence, at, type, payload, hash) select key, 2, 0, 't', '', '' from runs where id = '{runs[20].Id}'");

        var appends = runs.Select(run => store.AppendedAsync(run)).ToList();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => appends[20]);
        for (var i = 0; i < appends.Count; i++)
        {
            if (i != 20)
                await appends[i];
        }

        Assert.Equal(runs[20], await store.FindAsync(runs[20].Id, default));
    }

    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.OtherRead;

    private const UnixFileMode All = ReadOnly | UnixFileMode.UserWrite | UnixFileMode.OtherWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute;

    private static Task<StoreUnavailableException> Refused(string path) =>
        Assert.ThrowsAsync<StoreUnavailableException>(() => SqliteRunStore.OpenAsync(path, TimeProvider.System, default));

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
