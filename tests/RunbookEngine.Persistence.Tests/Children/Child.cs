using Microsoft.Data.Sqlite;
using RunbookEngine.Journal;

namespace RunbookEngine.Persistence.Tests.Children;

/// <summary>What this program does when a test starts it as another process. It speaks in lines on standard output.</summary>
internal static partial class Child
{
    public static async Task<int> RunAsync(string deed, string store)
    {
        switch (deed)
        {
            case "append":
                await AppendForEver(store);
                break;
            case "open":
                await Open(store);
                break;
            case "hold":
                Hold(store);
                break;
            case "limited":
                await WriteUntilTheLimit(store);
                break;
            case "stranger":
                await TryAsStranger(store);
                break;
            case "default":
                Environment.SetEnvironmentVariable("XDG_DATA_HOME", store);
                Say(RunStores.Default());
                Environment.SetEnvironmentVariable(RunStores.Variable, "sqlite:/elsewhere/runs.db");
                Say(RunStores.Default());
                break;
            default:
                return 2;
        }

        return 0;
    }

    /// <summary>Sixteen runs that append without pause; says <c>run sequence</c> for every append that is durable.</summary>
    private static async Task AppendForEver(string name)
    {
        await using var store = await RunStores.OpenAsync(name, TimeProvider.System, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(async () =>
        {
            for (var run = await store.StartedAsync(); ; run = await store.AppendedAsync(run, 1 + number % 3))
                Say($"{run.Id} {run.Sequence}");
        })));
    }

    /// <summary>Opens at the same moment as its siblings, stores one run, and says its id.</summary>
    private static async Task Open(string name)
    {
        Say("ready");
        Console.In.ReadLine();
        await using var store = await RunStores.OpenAsync(name, TimeProvider.System, CancellationToken.None);
        Say($"{(await store.StartedAsync()).Id}");
    }

    /// <summary>Holds the write lock of a SQLite file until it is told to let go.</summary>
    private static void Hold(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Say("held");
        Console.In.ReadLine();
    }

    /// <summary>Fills the file up to a size that the system does not let it pass, then is given more room.</summary>
    private static async Task WriteUntilTheLimit(string path)
    {
        await using var store = await RunStores.OpenAsync(path, TimeProvider.System, CancellationToken.None);
        var run = await store.StartedAsync();
        LimitFileSize(400_000);
        try
        {
            for (; ; run = await store.AppendedAsync(run, 10))
            {
            }
        }
        catch (StoreUnavailableException failure)
        {
            Say(failure.Message);
        }

        var before = (await store.ReadAsync(run.Id, 0, CancellationToken.None)).Count;
        LimitFileSize(ulong.MaxValue);
        Say($"{run.Sequence} {before} {(await store.AppendedAsync(run)).Sequence}");
    }

    /// <summary>As a user without rights on the file: says what opening and appending give.</summary>
    private static async Task TryAsStranger(string path)
    {
        BecomeNobody();
        try
        {
            await using var store = await RunStores.OpenAsync(path, TimeProvider.System, CancellationToken.None);
            Say($"runs {(await store.ListAsync(new RunFilter(), CancellationToken.None)).Count}");
            await store.StartedAsync();
            Say("stored");
        }
        catch (StoreUnavailableException failure)
        {
            Say(failure.Message);
        }
    }

    private static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
