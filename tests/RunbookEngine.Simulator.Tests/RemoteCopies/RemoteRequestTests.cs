using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.RemoteCopies;

/// <summary>Bodies, combinations and creation rules of remote pairs.</summary>
public class RemoteRequestTests
{
    [Theory]
    [InlineData("TC", "split", "\"doDataSuspend\":true")]
    [InlineData("UR", "split", "\"doPvolWriteProtect\":true")]
    [InlineData("GAD", "split", "\"svolAccessMode\":\"rw\"")]
    [InlineData("TC", "split", "\"svolAccessMode\":\"x\"")]
    [InlineData("TC", "split", "\"svolAccessMode\":\"rw\",\"doPvolWriteProtect\":true")]
    [InlineData("TC", "split", "\"svolOperationMode\":\"SSWS\",\"svolAccessMode\":\"rw\"")]
    [InlineData("UR", "split", "\"svolOperationMode\":\"SSWS\",\"doDataSuspend\":true")]
    [InlineData("UR", "resync", "\"fenceLevel\":\"DATA\"")]
    [InlineData("TC", "resync", "\"doFailback\":true")]
    [InlineData("UR", "resync", "\"failbackMuNumber\":1")]
    [InlineData("TC", "resync", "\"copyPace\":16")]
    [InlineData("TC", "resync", "\"doSwapSvol\":\"maybe\"")]
    [InlineData("TC", "takeover", "\"mode\":\"gently\"")]
    public async Task An_option_that_does_not_fit_is_refused_before_any_job(string technology, string action, string parameters)
    {
        var scene = RemoteScene.Paired(technology);
        var answer = await scene.Site.SendAsync("a", "POST", $"{RemoteScene.GroupPath("a")}/actions/{action}/invoke", scene.ActionBody(action, parameters), "b");
        Assert.Equal((400, "KART40046-E"), (answer.Status, Site.Parse(answer)["messageId"]!.GetValue<string>()));
        Assert.Empty((await scene.Site.GetAsync("a", "jobs"))["data"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"parameters":{}}""", 400, "KART40046-E")]
    [InlineData("""{}""", 400, "KART40046-E")]
    [InlineData("""{"parameters":{"replicationType":"UR"}}""", 400, "KART40046-E")]
    [InlineData("""{"parameters":{"replicationType":"TC","quickMode":true}}""", 400, "KART40038-E")]
    [InlineData("""{"replicationType":"TC"}""", 400, "KART40038-E")]
    [InlineData("""{"parameters":""", 400, "KART40046-E")]
    [InlineData("""[1]""", 400, "KART40046-E")]
    [InlineData("", 400, "KART40046-E")]
    public async Task A_body_that_is_not_right_is_refused_with_the_arrays_message_id(string body, int status, string id)
    {
        var scene = RemoteScene.Paired("TC");
        var answer = await scene.Site.SendAsync("a", "POST", RemoteScene.GroupPath("a") + "/actions/split/invoke", body, "b");
        Assert.Equal((status, id), (answer.Status, Site.Parse(answer)["messageId"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("TC", "\"copyGroupName\":\"g\"", "\"copyGroupName\":\"123456789012345678901234567890\"")]
    [InlineData("TC", "\"copyGroupName\":\"g\"", "\"copyGroupName\":\"a,b\"")]
    [InlineData("TC", "\"copyGroupName\":\"g\"", "\"copyGroupName\":\"a b\"")]
    [InlineData("TC", "\"copyPairName\":\"v\"", "\"copyPairName\":\"\"")]
    [InlineData("TC", "\"pvolLdevId\":1", "\"pvolLdevId\":65280")]
    [InlineData("TC", "\"isNewGroupCreation\":true", "\"isNewGroupCreation\":true,\"localDeviceGroupName\":\"x\",\"remoteDeviceGroupName\":\"x\"")]
    [InlineData("TC", "\"isNewGroupCreation\":true", "\"isNewGroupCreation\":true,\"fenceLevel\":\"ASYNC\"")]
    [InlineData("TC", "\"isNewGroupCreation\":true", "\"isNewGroupCreation\":true,\"consistencyGroupId\":3")]
    [InlineData("TC", "\"isNewGroupCreation\":true", "\"isNewGroupCreation\":true,\"quorumDiskId\":0")]
    [InlineData("UR", ",\"pvolJournalId\":1", "")]
    [InlineData("GAD", ",\"quorumDiskId\":0", "")]
    [InlineData("UR", "\"replicationType\":\"UR\"", "\"replicationType\":\"XX\"")]
    public async Task A_creation_that_can_not_be_right_is_refused(string technology, string good, string bad)
    {
        var scene = RemoteScene.Without(technology);
        var body = scene.CreateBody();
        Assert.Contains(good, body);
        var answer = await scene.Site.SendAsync("a", "POST", "remote-mirror-copypairs", body.Replace(good, bad, StringComparison.Ordinal), "b");
        Assert.Equal((400, "KART40046-E"), (answer.Status, Site.Parse(answer)["messageId"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("TC", "\"pvolLdevId\":1", "\"pvolLdevId\":50")]
    [InlineData("TC", "\"svolLdevId\":1", "\"svolLdevId\":11")]
    [InlineData("GAD", "\"svolLdevId\":11", "\"svolLdevId\":2")]
    [InlineData("GAD", "\"quorumDiskId\":0", "\"quorumDiskId\":5")]
    [InlineData("UR", "\"pvolJournalId\":1", "\"pvolJournalId\":9")]
    public async Task A_creation_the_array_refuses_is_a_failed_job_and_leaves_nothing(string technology, string good, string bad)
    {
        var scene = RemoteScene.Without(technology);
        var body = scene.CreateBody();
        Assert.Contains(good, body);
        var job = await scene.Site.DoAsync("a", "POST", "remote-mirror-copypairs", body.Replace(good, bad, StringComparison.Ordinal), "b");
        Assert.Equal("Failed", job["state"]!.GetValue<string>());
        Assert.Equal("gone", await scene.StatusAsync());
        Assert.All(scene.Site.World.Arrays, a => Assert.All(a.Volumes.Values, v => Assert.Empty(v.Uses)));
    }

    [Fact]
    public async Task A_second_group_can_not_take_a_mirror_of_a_journal_or_a_volume_that_is_in_use()
    {
        var scene = RemoteScene.Paired("UR");
        Assert.Equal("Failed", (await scene.CreateAsync(group: "h", ldev: 2))["state"]!.GetValue<string>());
        Assert.Equal("Succeeded", (await scene.CreateAsync(",\"muNumber\":2", group: "h", ldev: 2))["state"]!.GetValue<string>());
        Assert.Equal("Failed", (await scene.CreateAsync(",\"muNumber\":3", group: "i", ldev: 1))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_pair_joins_an_existing_group_with_its_journals_and_consistency_group()
    {
        var scene = RemoteScene.Paired("UR");
        var body = scene.CreateBody(pair: "w", ldev: 2).Replace("\"isNewGroupCreation\":true", "\"isNewGroupCreation\":false", StringComparison.Ordinal)
            .Replace(",\"pvolJournalId\":1,\"svolJournalId\":1", "", StringComparison.Ordinal);
        Assert.Equal("Succeeded", (await scene.Site.DoAsync("a", "POST", "remote-mirror-copypairs", body, "b"))["state"]!.GetValue<string>());
        var pairs = (await scene.Site.GetAsync("a", RemoteScene.GroupPath("a"), "b"))["copyPairs"]!.AsArray();
        Assert.Equal(["v", "w"], pairs.Select(p => p!["copyPairName"]!.GetValue<string>()));
        Assert.All(pairs, p => Assert.Equal(1, p!["pvolJournalId"]!.GetValue<int>()));
        Assert.Single(pairs.Select(p => p!["consistencyGroupId"]!.GetValue<int>()).Distinct());
    }

    [Fact]
    public async Task A_group_command_without_consistency_group_stops_at_the_first_refusal_and_leaves_the_rest()
    {
        var scene = RemoteScene.Without("TC");
        foreach (var (pair, ldev, isNew) in new[] { ("v", 1, true), ("w", 2, false), ("x", 3, false) })
        {
            await scene.Site.DoAsync("a", "POST", "remote-mirror-copypairs", scene.CreateBody(""","doInitialCopy":false""", pair: pair, ldev: ldev)
                .Replace("\"isNewGroupCreation\":true", $"\"isNewGroupCreation\":{(isNew ? "true" : "false")}", StringComparison.Ordinal), "b");
        }
        await scene.ActAsync("a", "split");
        scene.Site.Wait(10);
        await scene.Site.DoAsync("b", "POST", $"remote-mirror-copypairs/{RemoteScene.GroupId("b")},w/actions/split/invoke",
            scene.ActionBody("split", "\"svolOperationMode\":\"SSWS\""), "a");
        scene.Site.Wait(10);
        var job = await scene.ActAsync("a", "resync");
        Assert.Equal("Failed", job["state"]!.GetValue<string>());
        Assert.EndsWith(",v", Assert.Single(job["affectedResources"]!.AsArray())!.GetValue<string>());
        scene.Site.Wait(100);
        Assert.Equal(["PAIR", "PSUS", "PSUS"], (await Statuses(scene)));
        Assert.Equal("changed", scene.Site.World.Ledger.Since().Last().Effect);
    }

    [Fact]
    public async Task A_consistency_group_takes_a_command_whole_or_not_at_all()
    {
        var scene = RemoteScene.Paired("UR");
        await scene.Site.DoAsync("a", "POST", "remote-mirror-copypairs", scene.CreateBody(""","doInitialCopy":false""", pair: "w", ldev: 2)
            .Replace("\"isNewGroupCreation\":true", "\"isNewGroupCreation\":false", StringComparison.Ordinal), "b");
        await scene.ActAsync("a", "split");
        scene.Site.Wait(10);
        await scene.Site.DoAsync("b", "POST", $"remote-mirror-copypairs/{RemoteScene.GroupId("b")},w/actions/split/invoke",
            scene.ActionBody("split", "\"svolOperationMode\":\"SSWS\""), "a");
        scene.Site.Wait(10);
        Assert.Equal("Failed", (await scene.ActAsync("a", "resync"))["state"]!.GetValue<string>());
        Assert.Equal("failed", scene.Site.World.Ledger.Since().Last().Effect);
        Assert.Equal(["PSUS", "PSUS"], await Statuses(scene));
    }

    [Fact]
    public async Task A_tc_resync_by_group_registers_pairs_in_a_consistency_group_and_takes_them_out()
    {
        var scene = await RemoteScene.InAsync("TC", "PSUS");
        await scene.ActAsync("a", "resync", "\"isConsistencyGroup\":true,\"consistencyGroupId\":9");
        Assert.Equal(9, (await Pair(scene))["consistencyGroupId"]!.GetValue<int>());
        scene.Site.Wait(60);
        await scene.ActAsync("a", "split");
        scene.Site.Wait(10);
        await scene.ActAsync("a", "resync", "\"isConsistencyGroup\":false");
        Assert.Null((await Pair(scene))["consistencyGroupId"]);
    }

    [Theory]
    [InlineData("TC", "split", "PAIR", 200)]
    [InlineData("UR", "split", "PAIR", 200)]
    [InlineData("GAD", "resync", "PSUS", 200)]
    [InlineData("TC", "resync", "SSWS", 412)]
    [InlineData("TC", "takeover", "PAIR", 200)]
    public async Task The_template_of_an_action_can_be_read_or_is_412_when_it_can_not_be_taken(string technology, string action, string status, int expected)
    {
        var scene = await RemoteScene.InAsync(technology, status);
        var answer = await scene.Site.SendAsync("a", "GET", $"{RemoteScene.GroupPath("a")}/actions/{action}", null, "b");
        Assert.Equal(expected, answer.Status);
        if (expected == 200)
            Assert.NotEmpty(Site.Parse(answer)["parameters"]!.AsObject());
    }

    [Theory]
    [InlineData("/actions/resync/invoke")]
    [InlineData("")]
    public async Task The_lonely_form_is_refused_where_the_partner_is_needed(string action)
    {
        var scene = RemoteScene.Paired("UR");
        const string alone = "remote-mirror-copygroups/NotSpecified,g,gP_,NotSpecified";
        var answer = await scene.Site.SendAsync("a", action == "" ? "DELETE" : "POST", alone + action, action == "" ? null : scene.ActionBody("resync"), "b");
        Assert.Equal(400, answer.Status);
    }

    [Theory]
    [InlineData("remote-mirror-copygroups/900000040015,g,gS_,gP_")]
    [InlineData("remote-mirror-copygroups/900000040015,h,gP_,gS_")]
    [InlineData("remote-mirror-copygroups/900000040014,g,gP_,gS_")]
    [InlineData("remote-mirror-copygroups/900000040015,g,gP_")]
    [InlineData("remote-mirror-copypairs/900000040015,g,gP_,gS_,x")]
    [InlineData("remote-mirror-copypairs/900000040015,g,gP_,gS_")]
    [InlineData("remote-mirror-copygroups/,,,")]
    public async Task An_id_that_names_nothing_is_404(string path)
    {
        var scene = RemoteScene.Paired("UR");
        Assert.Equal(404, (await scene.Site.SendAsync("a", "GET", path, null, "b")).Status);
    }

    [Fact]
    public async Task The_flat_lists_show_the_local_side_without_the_partner()
    {
        var scene = RemoteScene.Paired("UR");
        scene.Line(false);
        foreach (var (array, role) in new[] { ("a", "P-VOL"), ("b", "S-VOL") })
        {
            var row = Assert.Single((await scene.Site.GetAsync(array, "remote-copypairs?replicationType=UR"))["data"]!.AsArray())!;
            Assert.Equal((role, "PAIR", "R9"), (row["primaryOrSecondary"]!.GetValue<string>(), row["status"]!.GetValue<string>(), row["remoteStorageTypeId"]!.GetValue<string>()));
        }
        var all = Assert.Single((await scene.Site.GetAsync("a", "storages/remote-replications"))["data"]!.AsArray())!;
        Assert.Equal("R9,40014,1,R9,40015,1", all["remoteReplicationId"]!.GetValue<string>());
        Assert.Equal(400, (await scene.Site.SendAsync("a", "GET", "remote-copypairs")).Status);
        Assert.Empty((await scene.Site.GetAsync("a", "remote-copypairs?replicationType=UR&headLdevId=2"))["data"]!.AsArray());
    }

    [Fact]
    public async Task Random_commands_and_line_failures_keep_the_two_records_sane()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        foreach (var technology in new[] { "TC", "UR", "GAD" })
        {
            var scene = RemoteScene.Paired(technology);
            for (var i = 0; i < 300; i++)
            {
                var asked = random.Next(2) == 0 ? "a" : "b";
                var (action, parameters) = random.Next(7) switch
                {
                    0 => ("split", ""),
                    1 => ("split", technology == "GAD" ? "" : "\"svolAccessMode\":\"rw\""),
                    2 => ("split", "\"svolOperationMode\":\"SSWS\""),
                    3 => ("resync", ""),
                    4 => ("resync", "\"doSwapSvol\":true"),
                    5 => ("takeover", "\"mode\":\"auto\""),
                    _ => ("takeover", "\"mode\":\"forceSplit\""),
                };
                var job = await scene.ActAsync(asked, action, parameters);
                Assert.Contains(job["state"]!.GetValue<string>(), new[] { "Succeeded", "Failed" });
                if (random.Next(5) == 0)
                    scene.Line(random.Next(2) == 0);
                scene.Site.Wait(random.Next(4) == 0 ? random.Next(1, 2000) : random.NextDouble() * 5);
                var pair = scene.Pair;
                Assert.True(pair.Primary.IsPrimary != pair.Secondary.IsPrimary, $"seed {seed}: both sides have one role");
                Assert.True(pair.Primary.Status is not ("SSUS" or "SSWS"), $"seed {seed}, step {i}, {technology}: P-VOL {pair.Primary.Status}");
                Assert.True(pair.Secondary.Status != "PSUS", $"seed {seed}, step {i}, {technology}: S-VOL PSUS");
            }
            scene.Line(true);
            scene.Site.Wait(5000);
            var end = await scene.StatusAsync();
            Assert.Contains(end[(end.IndexOf(':') + 1)..end.IndexOf(' ')], new[] { "PAIR", "PSUS", "PSUE", "PFUS" });
        }
    }

    private static async Task<JsonNode> Pair(RemoteScene scene) => await scene.Site.GetAsync("a", RemoteScene.PairPath("a"), "b");

    private static async Task<IEnumerable<string>> Statuses(RemoteScene scene) =>
        (await scene.Site.GetAsync("a", RemoteScene.GroupPath("a"), "b"))["copyPairs"]!.AsArray().Select(p => p!["pvolStatus"]!.GetValue<string>());

    [Theory]
    [InlineData(false, false, "Succeeded")]
    [InlineData(true, false, "Failed")]
    [InlineData(true, true, "Succeeded")]
    [InlineData(false, true, "Succeeded")]
    public async Task A_failback_asks_for_a_cascade_where_the_switch_says_so(bool needed, bool cascade, string state)
    {
        var site = Site.Of($$"""
            topology: v1
            name: cascade
            switches: { failbackNeedsCascade: {{(needed ? "true" : "false")}} }
            arrays:
              a: { storageDeviceId: "900000040013", serialNumber: 40013, users: { u: { password: secret-u, roles: [administrator] } }, pools: [ { id: 0 } ], volumes: [ { ids: 1-2, size: 1G } ] }
              b: { storageDeviceId: "{{RemoteScene.A}}", serialNumber: 40014, users: { u: { password: secret-u, roles: [administrator] } }, pools: [ { id: 0 } ], journals: [ { id: 1 } ], volumes: [ { ids: 1-2, size: 1G } ] }
              c: { storageDeviceId: "{{RemoteScene.B}}", serialNumber: 40015, users: { u: { password: secret-u, roles: [administrator] } }, pools: [ { id: 0 } ], journals: [ { id: 1 } ], volumes: [ { ids: 1-2, size: 1G } ] }
            links: [ { between: [a, b], bandwidth: 400M/s, paths: 4 }, { between: [b, c], bandwidth: 400M/s, paths: 4 } ]
            copyGroups:
              - { name: near, technology: truecopy, primary: a, secondary: b, fenceLevel: NEVER, pairs: [ { name: v, pvol: {{(cascade ? 1 : 2)}}, svol: {{(cascade ? 1 : 2)}} } ] }
              - { name: g, technology: universal-replicator, primary: b, secondary: c, status: PSUS, journals: { primary: 1, secondary: 1 }, pairs: [ { name: v, pvol: 1, svol: 1 } ] }
            """);
        var job = await site.DoAsync("b", "POST", $"remote-mirror-copygroups/{RemoteScene.B},g,gP_,gS_/actions/resync/invoke",
            """{"parameters":{"replicationType":"UR","doFailback":true,"failbackMuNumber":0}}""", "c");
        Assert.Equal(state, job["state"]!.GetValue<string>());
    }
}
