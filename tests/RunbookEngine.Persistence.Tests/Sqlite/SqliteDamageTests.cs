using RunbookEngine.Journal;
using RunbookEngine.Persistence.Sqlite;

namespace RunbookEngine.Persistence.Tests.Sqlite;

/// <summary>Files that are cut off or changed.</summary>
public sealed class SqliteDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_cut_off_at_any_length_is_refused_with_its_name()
    {
        var (whole, run) = await Filled();
        foreach (var length in (int[])[0, 1, 15, 16, 100, 511, 512, 4095, 4096, 8192, whole.Length / 2, whole.Length - 4096, whole.Length - 1])
        {
            var path = _folder.File($"cut-{length}.db");
            await File.WriteAllBytesAsync(path, whole[..length]);
            var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => Use(path, run));
            Assert.Contains(path, failure.Message, StringComparison.Ordinal);
            Assert.Matches("backup", failure.Message);
        }
    }

    [Fact]
    public async Task A_changed_byte_is_an_error_with_a_message_or_a_break_in_the_chain_but_never_another_story()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (whole, run) = await Filled();
        var original = Sample.Entries(run.Id, 1, run.Sequence);
        for (var round = 0; round < 150; round++)
        {
            var path = _folder.File($"changed-{round}.db");
            var bytes = (byte[])whole.Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
            await File.WriteAllBytesAsync(path, bytes);
            try
            {
                var read = await Use(path, run);
                Assert.True(read.SequenceEqual(original.Take(read.Count)) || HashChain.FindBreak(read) is not null, $"round {round}: a change went unseen");
            }
            catch (Exception failure) when (failure is StoreUnavailableException or JournalCorruptException or SequenceConflictException)
            {
                // Said.
            }

            foreach (var file in Directory.GetFiles(_folder.Path, $"changed-{round}.*"))
                File.Delete(file);
        }
    }

    /// <summary>A store of 100 KB with one run, as bytes.</summary>
    private async Task<(byte[] Bytes, RunSummary Run)> Filled()
    {
        var path = _folder.File("whole.db");
        RunSummary run;
        await using (var store = await SqliteRunStore.OpenAsync(path, TimeProvider.System, default))
        {
            run = Sample.Run() with { Sequence = 300 };
            await store.StartAsync(run, Sample.Entries(run.Id, 1, 300), [], default);
        }

        Assert.False(File.Exists(path + "-wal"));
        return (await File.ReadAllBytesAsync(path), run);
    }

    private static async Task<IReadOnlyList<JournalEntry>> Use(string path, RunSummary run)
    {
        await using var store = await SqliteRunStore.OpenAsync(path, TimeProvider.System, default);
        var read = await store.ReadAsync(run.Id, 0, default);
        await store.ListAsync(new RunFilter(), default);
        await store.AppendedAsync(run);
        return read;
    }
}
