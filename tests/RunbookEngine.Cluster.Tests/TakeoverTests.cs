using System.Globalization;
using RunbookEngine.Cluster.Tests.Support;

namespace RunbookEngine.Cluster.Tests;

/// <summary>One node goes, in every way that nodes go, and another carries its runs on.</summary>
public sealed class TakeoverTests(ITestOutputHelper output)
{
    private const int Groups = 10;
    private const int Cycles = 2;

    [Fact]
    public async Task A_node_killed_in_the_middle_of_splits_has_its_runs_carried_on_by_the_other()
    {
        await using var lab = await ClusterLab.OpenAsync(Groups, speed: 4, Cycles);
        var (watch, killed) = await TwoNodesAsync(lab);

        var at = DateTimeOffset.UtcNow;
        await killed.KillAsync();
        lab.Forget(killed);
        await watch.EndedAsync();

        await watch.NothingDoubledAsync(Groups, Cycles);
        await TellAsync(watch, at, "killed");
    }

    [Fact]
    public async Task A_node_that_stood_still_sends_nothing_more_when_it_wakes_up()
    {
        await using var lab = await ClusterLab.OpenAsync(Groups, speed: 4, Cycles);
        var (watch, paused) = await TwoNodesAsync(lab);

        var at = DateTimeOffset.UtcNow;
        await paused.PauseAsync();
        lab.Forget(paused);
        await watch.EndedAsync();
        await watch.NothingDoubledAsync(Groups, Cycles);
        await paused.GoOnAsync();
        // It has looked around, and has its share again: by then it has done whatever it was going to do.
        await watch.UntilAsync(
            async () => (await lab.GetAsync(paused, "nodes")).GetProperty("items").EnumerateArray()
                .Any(n => n.GetProperty("name").GetString() == paused.Name && n.GetProperty("state").GetString() == "up" && n.GetProperty("shards").GetArrayLength() > 0),
            "the node that woke up has shards again");

        await watch.NothingDoubledAsync(Groups, Cycles);
        Assert.All(await watch.StatesAsync(), run => Assert.True(run.IsEnded));
        await TellAsync(watch, at, "paused");
    }

    [Fact]
    public async Task Nodes_are_replaced_one_after_the_other_while_runs_are_in_flight()
    {
        await using var lab = await ClusterLab.OpenAsync(Groups, speed: 4, Cycles);
        var (watch, _) = await TwoNodesAsync(lab);

        foreach (var old in lab.Nodes)
        {
            lab.Forget(old);
            var at = DateTimeOffset.UtcNow;
            var left = await old.StopAsync();
            Assert.True(left.Exit is 0 or 130 or 143, $"{left}");
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{old.Name} left within {(DateTimeOffset.UtcNow - at).TotalSeconds:0.0} s"));
            await lab.StartNodeAsync();
            await TellAsync(watch, at, "stopped");
        }

        await watch.EndedAsync();
        await watch.NothingDoubledAsync(Groups, Cycles);
    }

    /// <summary>Two nodes, and a run on every group, the first split of each under way.</summary>
    /// <returns>The node that drives more of them.</returns>
    private static async Task<(RunWatch Watch, NodeProcess Busier)> TwoNodesAsync(ClusterLab lab)
    {
        await lab.UploadAsync(await lab.StartNodeAsync());
        var second = await lab.StartNodeAsync();
        var watch = new RunWatch(lab);
        await watch.UntilAsync(async () => await SharesAsync(lab, second) is [8, 8], "each node has its share");
        await watch.StartAsync(Groups);
        var engines = (await watch.StatesAsync()).CountBy(s => s.Engine.Split('/')[0]).OrderByDescending(e => e.Value).First();
        return (watch, lab.Nodes.First(n => n.Name == engines.Key));
    }

    private static async Task<List<int>> SharesAsync(ClusterLab lab, NodeProcess node) =>
        [.. (await lab.GetAsync(node, "nodes")).GetProperty("items").EnumerateArray().Select(n => n.GetProperty("shards").GetArrayLength())];

    private async Task TellAsync(RunWatch watch, DateTimeOffset since, string what)
    {
        var adoptions = await watch.AdoptionsAsync(since);
        output.WriteLine(adoptions.Count == 0
            ? $"{what}: it had no runs"
            : string.Create(CultureInfo.InvariantCulture,
                $"{what}: {adoptions.Count} runs adopted, the first after {(adoptions.Min(a => a.At) - since).TotalSeconds:0.0} s, the last after {(adoptions.Max(a => a.At) - since).TotalSeconds:0.0} s"));
    }
}
