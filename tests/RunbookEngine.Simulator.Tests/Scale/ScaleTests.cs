using System.Text;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Tests.Support;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.Tests.Scale;

/// <summary>Ten thousand pairs in five hundred copy groups. Counted in bytes and objects, not in time.</summary>
/// <remarks>Alone, since the memory of the process is that of every test which runs beside.</remarks>
[Collection("Alone")]
public class ScaleTests
{
    private const int Groups = 500;
    private const int PairsPerGroup = 20;

    [Theory]
    [InlineData("remote-mirror-copygroups/900000040015,g{0},g{0}P_,g{0}S_", true)]
    [InlineData("remote-mirror-copypairs/900000040015,g{0},g{0}P_,g{0}S_,p07", true)]
    [InlineData("local-clone-copygroups/s{0},s{0}P_,s{0}S_", false)]
    [InlineData("local-clone-copypairs?localCloneCopyGroupId=s{0},s{0}P_,s{0}S_", false)]
    [InlineData("ldevs/{0}", false)]
    public async Task A_group_costs_as_much_to_read_among_many_as_alone(string path, bool remote)
    {
        var few = await CostAsync(new Site(Big(2)), string.Format(System.Globalization.CultureInfo.InvariantCulture, path, 0), remote);
        var many = await CostAsync(new Site(Big(Groups)), string.Format(System.Globalization.CultureInfo.InvariantCulture, path, 0), remote);
        Assert.InRange(many, 0, few * 2 + 20_000);
    }

    [Fact]
    public async Task The_whole_is_small_and_every_group_has_its_pairs()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var site = new Site(Big(Groups));
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Assert.Equal(Groups / 2 * PairsPerGroup, site.World["a"].RemoteCopies.Groups.Sum(g => g.Pairs.Count));
        Assert.Equal(Groups / 2 * PairsPerGroup, site.World["a"].LocalCopies.Groups.Sum(g => g.Pairs.Count));
        for (var g = 0; g < Groups / 2; g += 50)
        {
            var group = await site.GetAsync("a", $"remote-mirror-copygroups/900000040015,g{g},g{g}P_,g{g}S_", "b");
            Assert.Equal(PairsPerGroup, group["copyPairs"]!.AsArray().Count);
        }
        // Reading text and laying out the arrays allocate some memory for each pair, and keep less.
        Assert.InRange(allocated, 0, 300L << 20);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 100L << 20);
        GC.KeepAlive(site);
    }

    [Fact]
    public async Task A_quiet_hour_of_ten_thousand_pairs_takes_few_events()
    {
        var site = new Site(Big(Groups));
        await site.TokenAsync("a");
        site.Wait(3600);
        var cost = await CostAsync(site, "ldevs/1", remote: false, warm: false);
        Assert.InRange(cost, 0, 64L << 20);
    }

    [Fact]
    public async Task All_groups_split_in_one_hour_and_the_ledger_counts_each_once()
    {
        var site = new Site(Big(Groups));
        for (var g = 0; g < Groups / 2; g++)
            await site.AcceptAsync("a", "POST", $"remote-mirror-copygroups/900000040015,g{g},g{g}P_,g{g}S_/actions/split/invoke", """{"parameters":{"replicationType":"TC"}}""", "b");
        site.Wait(3600);
        site.World.AdvanceToNow();
        var entries = site.World.Ledger.Since();
        Assert.Equal(Groups / 2, entries.Count);
        Assert.All(entries, e => Assert.Equal(("changed", PairsPerGroup), (e.Effect, e.PairsChanged.Count)));
    }

    /// <summary>Bytes allocated while one request is answered.</summary>
    private static async Task<long> CostAsync(Site site, string path, bool remote, bool warm = true)
    {
        if (warm)
            await site.GetAsync("a", path, remote ? "b" : null);
        await site.TokenAsync("a");
        var before = GC.GetAllocatedBytesForCurrentThread();
        SimResponse answer = await site.SendAsync("a", "GET", path, null, remote ? "b" : null);
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(answer.Status == 200, answer.Text);
        return cost;
    }

    /// <summary>Half TrueCopy, half ShadowImage.</summary>
    private static Topology Big(int groups)
    {
        var text = new StringBuilder("topology: v1\nname: big\narrays:\n");
        foreach (var (alias, serial) in new[] { ("a", 40014), ("b", 40015) })
        {
            text.Append($"  {alias}:\n    storageDeviceId: \"9000000{serial}\"\n    serialNumber: {serial}\n    users: {{ u: {{ password: secret-u }} }}\n");
            text.Append($"    volumes: [ {{ ids: 0-{groups / 2 * PairsPerGroup * 3}, size: 10G, hostWrites: 1M/s }} ]\n");
        }
        text.Append("links: [ { between: [a, b] } ]\ncopyGroups:\n");
        for (var g = 0; g < groups / 2; g++)
        {
            var first = g * PairsPerGroup;
            var last = first + PairsPerGroup - 1;
            var half = groups / 2 * PairsPerGroup;
            text.Append($"  - {{ name: g{g}, technology: truecopy, primary: a, secondary: b, pairs: [ {{ name: p, pvol: {first}-{last}, svol: {first}-{last} }} ] }}\n");
            text.Append($"  - {{ name: s{g}, technology: shadow-image, array: a, pairs: [ {{ name: p, pvol: {first + half}-{last + half}, svol: {first + 2 * half}-{last + 2 * half} }} ] }}\n");
        }
        return Topology.Parse(text.ToString()).Require();
    }
}

[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;
