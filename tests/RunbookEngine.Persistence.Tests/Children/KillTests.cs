using RunbookEngine.Journal;
using RunbookEngine.Persistence.Tests.Sqlite;
using RunbookEngine.Runs;

namespace RunbookEngine.Persistence.Tests.Children;

/// <summary>Processes that die, and several that live at once.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_entry_that_was_acknowledged_is_there_after_the_process_is_killed_again_and_again()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var (random, acknowledged) = (new Random(seed), new Dictionary<RunId, int>());
        for (var round = 0; round < 5; round++)
        {
            await using var child = new ChildProcess("append", _folder.File("runs.db"));
            for (var lines = random.Next(20, 2000); lines > 0; lines--)
                Note(await child.ReadAsync() ?? throw new InvalidOperationException("the child ended by itself"), acknowledged);
            // The last line may be cut off in the middle: what it was about to acknowledge is not counted.
            foreach (var line in (await child.KillAsync()).SkipLast(1))
                Note(line, acknowledged);

            await using var store = await RunStores.OpenAsync(_folder.File("runs.db"), TimeProvider.System, CancellationToken.None);
            foreach (var (run, sequence) in acknowledged)
            {
                var entries = await store.ReadAsync(run, 0, CancellationToken.None);
                Assert.InRange(entries.Count, sequence, int.MaxValue);
                Assert.Equal(entries.Count, (await store.FindAsync(run, CancellationToken.None))!.Sequence);
                Assert.Equal(Enumerable.Range(1, entries.Count), entries.Select(entry => entry.Sequence));
            }

            await store.StartedAsync();
        }
    }

    [Fact]
    public async Task Several_processes_that_open_a_new_store_at_once_share_one()
    {
        for (var round = 0; round < 3; round++)
        {
            var path = _folder.File($"new-{round}.db");
            var children = Enumerable.Range(0, 4).Select(_ => new ChildProcess("open", path)).ToList();
            foreach (var child in children)
                Assert.Equal("ready", await child.ReadAsync());
            await Task.WhenAll(children.Select(child => child.TellAsync("go")));
            var runs = await Task.WhenAll(children.Select(child => child.EndAsync()));
            foreach (var child in children)
                await child.DisposeAsync();

            await using var store = await RunStores.OpenAsync(path, TimeProvider.System, CancellationToken.None);
            Assert.Equal(runs.SelectMany(run => run).Order(), (await store.ListAsync(new RunFilter(), CancellationToken.None)).Select(run => run.Id.ToString()).Order());
            Assert.DoesNotContain(Directory.GetFiles(_folder.Path), file => file.Contains(".new", StringComparison.Ordinal));
        }
    }

    private static void Note(string line, Dictionary<RunId, int> acknowledged)
    {
        if (line.Split(' ') is [var run, var sequence])
            acknowledged[RunId.TryParse(run)!.Value] = int.Parse(sequence, System.Globalization.CultureInfo.InvariantCulture);
    }
}
