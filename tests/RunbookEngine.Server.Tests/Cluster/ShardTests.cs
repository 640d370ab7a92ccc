using System.Collections.Specialized;
using RunbookEngine.Persistence.Memory;
using RunbookEngine.Runs;
using RunbookEngine.Server.Cluster;
using RunbookEngine.Testing;

namespace RunbookEngine.Server.Tests.Cluster;

/// <summary>Where a run belongs, and what nodes tell each other.</summary>
public class ShardTests
{
    [Fact]
    public void A_run_is_in_the_same_shard_for_ever()
    {
        // Two programs that differ here would both drive a run, or neither: these never change.
        Assert.Equal(15, Shards.Of(new RunId(new Guid("01a201e6-f5bd-72db-a86f-16ce623186af"))));
        Assert.Equal(0, Shards.Of(new RunId(new Guid("01a201e6-f5bd-72db-a86f-16ce623186a0"))));
        Assert.Equal(16, Shards.Count);
    }

    [Fact]
    public void Runs_spread_over_all_shards()
    {
        var counts = Enumerable.Range(0, 16_000).Select(_ => Shards.Of(RunId.New(TimeProvider.System))).CountBy(s => s).ToDictionary();

        Assert.Equal(Enumerable.Range(0, Shards.Count), counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 700, 1300));
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(2, 8)]
    [InlineData(3, 6)]
    [InlineData(5, 4)]
    [InlineData(16, 1)]
    [InlineData(40, 1)]
    public void The_shares_of_all_nodes_together_hold_every_shard(int nodes, int share)
    {
        Assert.Equal(share, Shards.Share(nodes));
        Assert.True(Shards.Share(nodes) * nodes >= Shards.Count);
    }

    [Fact]
    public async Task A_node_is_silent_after_three_missing_heartbeats_and_forgotten_after_minutes()
    {
        var clock = new ManualClock();
        var registry = new NodeRegistry(new MemoryRunStore(clock), clock);
        var beat = TimeSpan.FromSeconds(1);
        var node = new NodeReport("n/1", "n", "host", 7, "1", clock.GetUtcNow(), clock.GetUtcNow(), false, new Dictionary<int, DateTimeOffset> { [3] = clock.GetUtcNow() }, 1, 2, 0.5);
        await registry.WriteAsync(node, default);

        var read = Assert.Single(await registry.ListAsync(default));
        Assert.Equal(node.Shards, read.Shards);
        Assert.True(read.IsThere(clock.GetUtcNow(), beat));
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.True(read.IsSilent(clock.GetUtcNow(), beat));
        Assert.Equal("silent", NodeItem.Of(read, clock.GetUtcNow(), beat).State);
        Assert.Single(await registry.ListAsync(default));
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(await registry.ListAsync(default));
    }

    [Fact]
    public void What_the_scheduler_stores_comes_back_and_is_text_only()
    {
        var json = new SchedulerJson();
        var texts = new NameValueCollection { ["shard"] = "7", ["none"] = null };

        var back = json.DeSerialize<NameValueCollection>(json.Serialize(texts))!;

        Assert.Equal("7", back["shard"]);
        Assert.Throws<NotSupportedException>(() => json.Serialize(new object()));
        Assert.Throws<NotSupportedException>(() => json.DeSerialize<Version>("{}"u8.ToArray()));
    }

    [Fact]
    public void Settings_out_of_range_are_told_all_at_once()
    {
        Assert.Empty(new ClusterOptions().Problems());
        Assert.Empty(new ClusterOptions { Node = "storage-1.example" }.Problems());
        var wrong = new ClusterOptions
        {
            Node = "two words",
            LeaseTime = TimeSpan.FromSeconds(1),
            Heartbeat = TimeSpan.Zero,
            NewsInterval = TimeSpan.FromDays(1),
            DrainTime = TimeSpan.FromSeconds(-1),
            MaxRuns = 0,
            MaxClockSkew = TimeSpan.FromHours(1),
        };

        Assert.Equal(7, wrong.Problems().Count());
    }
}
