using System.Text.Json.Nodes;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Tests.Snapshots;

public class ThinImageLifeTests
{
    [Fact]
    public async Task A_snapshot_is_made_stored_restored_and_deleted()
    {
        var scene = SnapshotScene.Of();
        await scene.CreateAsync(""", "svolLdevId":2""");
        Assert.Equal("COPY", await scene.StatusAsync());
        scene.Site.Wait(10);
        Assert.Equal("PAIR", await scene.StatusAsync());
        await scene.DoAsync("split");
        Assert.Equal("PSUS", await scene.StatusAsync());
        scene.Site.Wait(600);
        var pair = await scene.Site.GetAsync("a", SnapshotScene.PairPath);
        Assert.Equal("2026-01-15T22:00:11", pair["splitTime"]!.GetValue<string>());
        Assert.True(pair["isWrittenInSvol"]!.GetValue<bool>());
        Assert.InRange(pair["concordanceRate"]!.GetValue<int>(), 1, 99);

        await scene.DoAsync("restore");
        Assert.Equal("RCPY", await scene.StatusAsync());
        scene.Site.Wait(120);
        Assert.Equal("PAIR", await scene.StatusAsync());
        await scene.DoAsync("delete");
        Assert.Equal("SMPP", await scene.StatusAsync());
        scene.Site.Wait(10);
        Assert.Equal("SMPL", await scene.StatusAsync());
        Assert.Equal(404, (await scene.Site.SendAsync("a", "GET", SnapshotScene.GroupPath)).Status);
    }

    [Fact]
    public async Task Resync_with_autoSplit_stores_a_new_snapshot()
    {
        var scene = await SnapshotScene.InAsync("PSUS");
        var first = (await scene.Site.GetAsync("a", SnapshotScene.PairPath))["splitTime"]!.GetValue<string>();
        scene.Site.Wait(60);
        await scene.DoAsync("resync", """{"parameters":{"autoSplit":true}}""");
        var pair = await scene.Site.GetAsync("a", SnapshotScene.PairPath);
        Assert.Equal("PSUS", pair["status"]!.GetValue<string>());
        Assert.NotEqual(first, pair["splitTime"]!.GetValue<string>());
        await scene.DoAsync("restore", """{"parameters":{"autoSplit":true}}""");
        scene.Site.Wait(120);
        Assert.Equal("PSUS", await scene.StatusAsync());
    }

    [Fact]
    public async Task A_finished_clone_leaves_a_volume_of_its_own_and_no_pair()
    {
        var scene = SnapshotScene.Of();
        await scene.CreateAsync(""", "svolLdevId":2, "isClone":true""");
        scene.Site.Wait(10);
        Assert.Contains("HTI", Attributes(await scene.Site.GetAsync("a", "ldevs/2")));
        await scene.DoAsync("clone", """{"parameters":{"copySpeed":"faster"}}""");
        Assert.Equal("PSUP", await scene.StatusAsync());
        scene.Site.Wait(600);
        Assert.Equal("SMPL", await scene.StatusAsync());
        Assert.DoesNotContain("HTI", Attributes(await scene.Site.GetAsync("a", "ldevs/2")));
    }

    [Fact]
    public async Task A_clone_with_automation_starts_by_itself()
    {
        var scene = SnapshotScene.Of();
        await scene.CreateAsync(""", "svolLdevId":2, "isClone":true, "clonesAutomation":true, "copySpeed":"slower" """);
        scene.Site.Wait(5);
        Assert.Equal("PSUP", await scene.StatusAsync());
        scene.Site.Wait(900);
        Assert.Equal("SMPL", await scene.StatusAsync());
    }

    [Fact]
    public async Task A_pair_without_the_clone_attribute_is_not_cloned()
    {
        var scene = await SnapshotScene.InAsync("PAIR");
        Assert.Equal("Failed", (await scene.DoAsync("clone"))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_volume_is_assigned_and_unassigned()
    {
        var scene = await SnapshotScene.InAsync("PSUS");
        Assert.Equal("Succeeded", (await scene.DoAsync("assign-volume", """{"parameters":{"svolLdevId":"2"}}"""))["state"]!.GetValue<string>());
        Assert.Equal(2, (await scene.Site.GetAsync("a", SnapshotScene.PairPath))["svolLdevId"]!.GetValue<int>());
        Assert.Equal("S-VOL", (await scene.Site.GetAsync("a", "snapshots?svolLdevId=2"))["data"]![0]!["primaryOrSecondary"]!.GetValue<string>());
        Assert.Equal("Failed", (await scene.DoAsync("assign-volume", """{"parameters":{"svolLdevId":3}}"""))["state"]!.GetValue<string>());
        await scene.DoAsync("unassign-volume");
        Assert.Null((await scene.Site.GetAsync("a", SnapshotScene.PairPath))["svolLdevId"]);
        Assert.Equal("Failed", (await scene.DoAsync("assign-volume", """{"parameters":{"svolLdevId":10}}"""))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_snapshot_group_acts_on_all_its_pairs_and_a_consistent_one_on_all_or_none()
    {
        var scene = SnapshotScene.Of();
        await scene.CreateAsync(""", "isConsistencyGroup":true""");
        await scene.CreateAsync(""", "isConsistencyGroup":true""", pvol: 2);
        scene.Site.Wait(10);
        scene.World.Snapshots.Find(2, 3)!.Fail();
        Assert.Equal("Failed", (await scene.DoAsync("split", path: SnapshotScene.GroupPath))["state"]!.GetValue<string>());
        Assert.Equal("PAIR", await scene.StatusAsync());
        await scene.Site.DoAsync("a", "POST", "snapshots/2,3/actions/resync/invoke", """{"parameters":{}}""");
        Assert.Equal("Succeeded", (await scene.DoAsync("split", path: SnapshotScene.GroupPath))["state"]!.GetValue<string>());
        var group = await scene.Site.GetAsync("a", SnapshotScene.GroupPath);
        Assert.Single(group["snapshots"]!.AsArray().Select(s => s!["splitTime"]!.GetValue<string>()).Distinct());
        var list = await scene.Site.GetAsync("a", "snapshot-groups?detailInfoType=pair");
        Assert.Equal(2, list["data"]![0]!["snapshots"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_pool_back_under_its_threshold_shows_PSUS_again()
    {
        var scene = await SnapshotScene.InAsync("PFUS");
        scene.World.Pools[1].State = PoolState.Normal;
        Assert.Equal("PSUS", await scene.StatusAsync());
    }

    [Fact]
    public async Task A_list_needs_one_of_its_filters()
    {
        var scene = await SnapshotScene.InAsync("PSUS");
        foreach (var query in new[] { "", "?muNumber=3", "?svolLdevId=2&pvolLdevId=1", "?pvolLdevId=x", "?snapshotGroupName=g&muNumber=3" })
            Assert.Equal(400, (await scene.Site.SendAsync("a", "GET", "snapshots" + query)).Status);
        foreach (var query in new[] { "?pvolLdevId=1", "?pvolLdevId=1&muNumber=3", "?pvolLdevId=1&snapshotGroupName=g", "?snapshotGroupName=g" })
            Assert.Single((await scene.Site.GetAsync("a", "snapshots" + query))["data"]!.AsArray());
        Assert.Empty((await scene.Site.GetAsync("a", "snapshots?pvolLdevId=5"))["data"]!.AsArray());
        Assert.Single((await scene.Site.GetAsync("a", "snapshot-replications?startPvolLdevId=1&endPvolLdevId=1"))["data"]!.AsArray());
    }

    [Fact]
    public async Task A_tree_is_deleted_from_its_root_whatever_the_status()
    {
        var scene = await SnapshotScene.InAsync("RCPY");
        await scene.CreateAsync(mu: 4, group: "h");
        var job = await scene.Site.DoAsync("a", "POST", "/ConfigurationManager/v1/services/snapshot-tree/actions/delete/invoke", """{"parameters":{"ldevId":1}}""");
        Assert.Equal("Succeeded", job["state"]!.GetValue<string>());
        scene.Site.Wait(10);
        Assert.Empty((await scene.Site.GetAsync("a", "snapshots?pvolLdevId=1"))["data"]!.AsArray());
        job = await scene.Site.DoAsync("a", "PUT", "/ConfigurationManager/v1/900000040014/services/snapshot-tree/actions/delete/invoke", """{"parameters":{"ldevId":1}}""");
        Assert.Equal("Failed", job["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_retained_snapshot_can_not_be_touched_until_its_hours_are_over()
    {
        var scene = await SnapshotScene.InAsync("PSUS", "switches: { thinImageAdvanced: true }\n");
        await scene.DoAsync("set-retention", """{"parameters":{"retentionPeriod":2}}""");
        Assert.Equal(2, (await scene.Site.GetAsync("a", SnapshotScene.PairPath + "?detailInfoType=retention"))["retentionPeriod"]!.GetValue<int>());
        foreach (var command in new[] { "delete", "resync", "restore" })
            Assert.Equal("Failed", (await scene.DoAsync(command))["state"]!.GetValue<string>());
        scene.Site.Wait(7200);
        Assert.Equal("Succeeded", (await scene.DoAsync("delete"))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Actions_of_the_advanced_product_are_refused_without_it()
    {
        var scene = await SnapshotScene.InAsync("PSUS");
        foreach (var (action, body) in new[] { ("set-retention", """{"parameters":{"retentionPeriod":2}}"""), ("virtual-clone", """{"parameters":{"operationType":"create"}}""") })
            Assert.Equal(412, (await scene.Site.SendAsync("a", "POST", $"{SnapshotScene.PairPath}/actions/{action}/invoke", body)).Status);
    }

    [Theory]
    [InlineData(""", "isClone":true""")]
    [InlineData(""", "isClone":true, "svolLdevId":2, "autoSplit":true""")]
    [InlineData(""", "isClone":true, "svolLdevId":2, "canCascade":false""")]
    [InlineData(""", "clonesAutomation":true""")]
    [InlineData(""", "copySpeed":"faster" """)]
    [InlineData(""", "retentionPeriod":5""")]
    [InlineData(""", "bogus":1""")]
    public async Task Options_that_exclude_each_other_are_refused_before_any_job(string more)
    {
        var scene = SnapshotScene.Of();
        var body = $$"""{"snapshotGroupName":"g","snapshotPoolId":1,"pvolLdevId":1{{more}}}""";
        Assert.Equal(400, (await scene.Site.SendAsync("a", "POST", "snapshots", body)).Status);
    }

    private static IEnumerable<string> Attributes(JsonNode volume) => volume["attributes"]!.AsArray().Select(a => a!.GetValue<string>());
}
