using RunbookEngine.Persistence;
using RunbookEngine.Runs;

namespace RunbookEngine.Benchmarks;

/// <summary>Memory of 10,000 live runs that wait.</summary>
internal static class WaitingRuns
{
    private const int Runs = 10_000;

    public static async Task RunAsync()
    {
        using var folder = new TemporaryFolder();
        await using var store = await RunStores.OpenAsync($"sqlite:{folder.File("runs.db")}", TimeProvider.System, CancellationToken.None);
        var nothing = new Nothing();
        await using var engine = new RunEngine(
            store, nothing, nothing, TimeProvider.System, EngineIdentity.OfThisProcess(), new EngineOptions { WaitForPeople = true });
        var plan = Nothing.Plan(20, "wait");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var stop = new CancellationTokenSource();
        var driving = new List<Task>();
        for (var i = 0; i < Runs; i++)
        {
            var run = ((StartResult.Started)await engine.StartAsync(plan, new StartRequest("bench"), stop.Token)).Run;
            driving.Add(engine.DriveAsync(run, "bench", SilentObserver.Instance, stop.Token));
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine($"{Runs:N0} waiting runs of 20 steps: {(after - before) / 1e6:N0} MB managed, {(after - before) / (double)Runs / 1024:N1} KiB each; "
            + $"process {Environment.WorkingSet / 1e6:N0} MB");
        await stop.CancelAsync();
        await Task.WhenAll(driving.Select(d => d.ContinueWith(_ => { }, TaskScheduler.Default)));
    }
}
