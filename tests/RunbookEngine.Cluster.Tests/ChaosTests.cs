using System.Diagnostics;
using System.Globalization;
using RunbookEngine.Cluster.Tests.Support;
using RunbookEngine.Runs;

namespace RunbookEngine.Cluster.Tests;

/// <summary>Nodes die at random moments (<c>kill -9</c>) or stand still for a while and wake up, while others start. All runs end as they should,
/// and the arrays saw every operation once.</summary>
/// <remarks>A bounded form; <c>tests/chaos.sh</c> runs two minutes with 200 runs. <c>RUNBOOK_CHAOS_RUNS</c>, <c>_SECONDS</c>, <c>_EVERY</c>
/// (seconds from one kill to the next), <c>_KILLS</c> (at least so many), <c>_CYCLES</c> and <c>RUNBOOK_TEST_SEED</c> say otherwise.</remarks>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Nodes_that_die_and_nodes_that_stand_still_double_nothing_and_lose_nothing()
    {
        var (runs, cycles, seed) = (Setting("RUNS", 20), Setting("CYCLES", 3), Setting("SEED", Random.Shared.Next(), "RUNBOOK_TEST_"));
        var (span, every) = (TimeSpan.FromSeconds(Setting("SECONDS", 15)), TimeSpan.FromSeconds(Setting("EVERY", 4)));
        var random = new Random(seed);
        var said = $"{runs} runs of {cycles * 2} operations, {span.TotalSeconds:0} s, RUNBOOK_TEST_SEED={seed}";
        await using var lab = await ClusterLab.OpenAsync(runs, Setting("SPEED", 2), cycles);
        await lab.UploadAsync(await lab.StartNodeAsync());
        await lab.StartNodeAsync();
        var orders = Task.WhenAll(Enumerable.Range(0, 4).Select(async lane =>
        {
            var choice = new Random(seed + lane);
            for (var group = lane; group < runs; group += 4)
                await lab.OrderAsync(group, choice);
        }));
        await Task.WhenAny(orders, Task.Delay(TimeSpan.FromSeconds(runs / 10)));

        var (kills, pauses, open, starting) = (0, 0, new List<int>(), new List<Task<NodeProcess>>());
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < span || kills < Setting("KILLS", 3);)
        {
            await Task.Delay(every * (0.5 + random.NextDouble()));
            starting.RemoveAll(s => s.IsCompletedSuccessfully);
            // Two that serve and one that comes, so that nobody waits for a start.
            while (lab.Nodes.Count + starting.Count < 3)
                starting.Add(lab.StartNodeAsync());
            if (lab.Nodes is not { Count: > 0 } there)
                continue;
            var victim = there[random.Next(there.Count)];
            lab.Forget(victim);
            open.Add((await lab.RunsAsync()).Count(r => r.EndedAt is null));
            if (random.Next(5) == 0)
            {
                pauses++;
                _ = PauseAsync(victim, TimeSpan.FromSeconds(5 + random.Next(15)));
            }
            else
            {
                kills++;
                await victim.KillAsync();
            }
        }

        await Task.WhenAll(starting);
        var calm = Stopwatch.StartNew();
        await orders.WaitAsync(Patience);
        var ended = await EndedAsync(lab, runs);
        var bad = ended.Where(r => r.Outcome != RunOutcome.Succeeded).ToList();
        Assert.True(bad.Count == 0, $"{said}: {bad.Count} did not succeed\n{(bad.Count > 0 ? await lab.StoryAsync(bad[0]) : "")}{lab.Logs()}");
        var faults = await lab.LedgerFaultsAsync(Enumerable.Range(0, runs), cycles);
        Assert.True(faults.Count == 0, $"{said}\n{string.Join('\n', faults)}\n{lab.Logs()}");
        var adoptions = 0;
        foreach (var run in ended)
            adoptions += (await lab.Store.ReadAsync(run.Id, 0, CancellationToken.None)).Count(e => e.Type == "run-adopted");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{said}: {kills} nodes killed, {pauses} paused, with {open.DefaultIfEmpty().Average():0} runs open each time; {adoptions} adoptions, {runs * cycles * 2} operations, 0 doubled, 0 missing; all over {calm.Elapsed.TotalSeconds:0} s after the last"));
    }

    /// <summary>The node stands still, goes on, finds what has happened, and takes its part again.</summary>
    private static async Task PauseAsync(NodeProcess node, TimeSpan span)
    {
        await node.PauseAsync();
        await Task.Delay(span);
        await node.GoOnAsync();
    }

    private static async Task<IReadOnlyList<Journal.RunSummary>> EndedAsync(ClusterLab lab, int runs)
    {
        for (var clock = Stopwatch.StartNew(); ;)
        {
            var all = await lab.RunsAsync();
            if (all.Count >= runs && all.All(r => r.EndedAt is not null))
                return all;
            if (clock.Elapsed > Patience || all.Any(r => r.Outcome is RunOutcome.Held or RunOutcome.NeedsOperator))
            {
                var open = all.First(r => r.EndedAt is null && (clock.Elapsed > Patience || r.Outcome != RunOutcome.Running));
                Assert.Fail($"{all.Count(r => r.EndedAt is null)} of {all.Count} runs are open\n{await lab.StoryAsync(open)}\n{lab.Logs()}");
            }

            await Task.Delay(500);
        }
    }

    private static int Setting(string name, int fallback, string prefix = "RUNBOOK_CHAOS_") =>
        int.TryParse(Environment.GetEnvironmentVariable(prefix + name), out var given) ? given : fallback;
}
