using System.Diagnostics;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Cluster.Tests.Support;

/// <summary>What the store says of the runs of a lab.</summary>
internal sealed class RunWatch(ClusterLab lab)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>Orders a run for each group and waits until each has asked its first split.</summary>
    public async Task<IReadOnlyList<RunId>> StartAsync(int groups)
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, groups).Select(g => lab.OrderAsync(g, new Random(g))));
        await UntilAsync(async () => (await StatesAsync()).Count(s => s.Steps.Values.Any(x => x.Operations.Count > 0)) == groups, "each run has asked for its split");
        return ids;
    }

    public async Task<IReadOnlyList<RunState>> StatesAsync()
    {
        var states = new List<RunState>();
        foreach (var run in await lab.RunsAsync())
            states.Add((await lab.Store.LoadAsync(run.Id, CancellationToken.None))!);
        return states;
    }

    /// <summary>Waits until every run has succeeded; one that needs a person is a failure at once.</summary>
    public async Task<IReadOnlyList<RunState>> EndedAsync()
    {
        IReadOnlyList<RunSummary> runs = [];
        await UntilAsync(
            async () =>
            {
                runs = await lab.RunsAsync();
                if (runs.FirstOrDefault(r => r.Outcome is RunOutcome.Held or RunOutcome.NeedsOperator or RunOutcome.Failed) is { } stands)
                    Assert.Fail($"{await lab.StoryAsync(stands)}\n{lab.Logs()}");
                return runs.All(r => r.EndedAt is not null);
            },
            "every run has ended");
        Assert.All(runs, r => Assert.Equal(RunOutcome.Succeeded, r.Outcome));
        return await StatesAsync();
    }

    /// <summary>The adoptions of all runs since a time, by the engine that adopted.</summary>
    public async Task<IReadOnlyList<(RunId Run, DateTimeOffset At, string Engine)>> AdoptionsAsync(DateTimeOffset since)
    {
        var found = new List<(RunId, DateTimeOffset, string)>();
        foreach (var run in await lab.RunsAsync())
            found.AddRange((await lab.Store.ReadAsync(run.Id, 0, CancellationToken.None)).Where(e => e.Type == "run-adopted" && e.At >= since)
                .Select(e => (run.Id, e.At, ((RunAdopted)EventJson.Read(e)).Engine)));
        return found;
    }

    public async Task UntilAsync(Func<Task<bool>> met, string what)
    {
        for (var clock = Stopwatch.StartNew(); !await met(); await Task.Delay(200))
            Assert.True(clock.Elapsed < Patience, $"not yet: {what}\n{lab.Logs()}");
    }

    public async Task NothingDoubledAsync(int groups, int cycles)
    {
        var faults = await lab.LedgerFaultsAsync(Enumerable.Range(0, groups), cycles);
        Assert.True(faults.Count == 0, $"{string.Join('\n', faults)}\n{lab.Logs()}");
    }
}
