using System.Diagnostics;
using RunbookEngine.Journal;
using RunbookEngine.Persistence;
using RunbookEngine.Runs;

namespace RunbookEngine.Benchmarks;

/// <summary>Durable steps per second with 1,000 runs side by side, beside the rate at which the same rows go into the same kind of
/// file in groups of 100. Every step is a started and a succeeded event, each synced before the next step starts.</summary>
internal static class DurableSteps
{
    private const int Runs = 1000;
    private const int StepsPerRun = 40;

    public static async Task RunAsync()
    {
        for (var round = 1; round <= 3; round++)
        {
            var (steps, rows) = await EngineAsync();
            var raw = await RawAsync(rows);
            Console.WriteLine($"round {round}: {steps,8:N0} durable steps/s ({rows:N0} journal rows); raw grouped rows {raw,8:N0} rows/s; "
                + $"engine rows/raw rows {steps * 2 / raw:P0}");
        }
    }

    private static async Task<(double StepsPerSecond, int Rows)> EngineAsync()
    {
        using var folder = new TemporaryFolder();
        await using var store = await RunStores.OpenAsync($"sqlite:{folder.File("runs.db")}", TimeProvider.System, CancellationToken.None);
        var nothing = new Nothing();
        await using var engine = new RunEngine(store, nothing, nothing, TimeProvider.System, EngineIdentity.OfThisProcess());
        var plan = Nothing.Plan(StepsPerRun);
        var runs = new List<RunId>();
        for (var i = 0; i < Runs; i++)
            runs.Add(((StartResult.Started)await engine.StartAsync(plan, new StartRequest("bench"), CancellationToken.None)).Run);
        var clock = Stopwatch.StartNew();
        var states = await Task.WhenAll(runs.Select(run => engine.DriveAsync(run, "bench", SilentObserver.Instance, CancellationToken.None)));
        var seconds = clock.Elapsed.TotalSeconds;
        if (states.Any(s => s.Outcome != RunOutcome.Succeeded))
            throw new InvalidOperationException("a run did not succeed");
        return (Runs * StepsPerRun / seconds, states.Sum(s => s.Sequence - 1));
    }

    private static async Task<double> RawAsync(int rows)
    {
        using var folder = new TemporaryFolder();
        return await RawRows.MeasureAsync(folder.File("raw.db"), rows);
    }
}
