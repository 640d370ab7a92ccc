using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.LocalCopies;

/// <summary>Bodies, creation rules, lists and refresh of ShadowImage pairs.</summary>
public class LocalRequestTests
{
    [Theory]
    [InlineData("\"replicationType\":\"SI\"", "\"replicationType\":\"TC\"", 400, "KART40046-E")]
    [InlineData("\"copyGroupName\":\"g\"", "\"copyGroupName\":\"123456789012345678901234567890\"", 400, "KART40046-E")]
    [InlineData("\"copyGroupName\":\"g\",", "", 400, "KART40046-E")]
    [InlineData("\"pvolLdevId\":1", "\"pvolLdevId\":\"one\"", 400, "KART40046-E")]
    [InlineData("\"isNewGroupCreation\":true", "\"isNewGroupCreation\":true,\"pvolMuNumber\":3", 400, "KART40046-E")]
    [InlineData("\"isNewGroupCreation\":true", "\"isNewGroupCreation\":true,\"copyPace\":0", 400, "KART40046-E")]
    [InlineData("\"isNewGroupCreation\":true", "\"isNewGroupCreation\":true,\"quickMode\":true", 400, "KART40046-E")]
    [InlineData("\"isNewGroupCreation\":true", "\"isNewGroupCreation\":true,\"autoSplit\":true,\"isConsistencyGroup\":true", 400, "KART40046-E")]
    [InlineData("\"isNewGroupCreation\":true", "\"isNewGroupCreation\":true,\"fenceLevel\":\"DATA\"", 400, "KART40038-E")]
    [InlineData("\"isNewGroupCreation\":true", "\"isNewGroupCreation\":true,\"pvolDeviceGroupName\":\"x\",\"svolDeviceGroupName\":\"x\"", 400, "KART40046-E")]
    [InlineData("\"isNewGroupCreation\":true", "\"isNewGroupCreation\":false", 404, "KART30013-E")]
    public async Task A_creation_that_can_not_be_right_is_refused(string good, string bad, int status, string id)
    {
        var scene = await LocalScene.InAsync("SMPL");
        var body = LocalScene.Body("g", "v", 1, 2, true);
        Assert.Contains(good, body);
        var answer = await scene.Site.SendAsync("a", "POST", "local-clone-copypairs", body.Replace(good, bad, StringComparison.Ordinal));
        Assert.Equal((status, id), (answer.Status, Site.Parse(answer)["messageId"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 50)]
    [InlineData(3, 2)]
    public async Task A_creation_the_array_refuses_is_a_failed_job(int pvol, int svol)
    {
        var scene = await LocalScene.InAsync("PAIR");
        var job = await scene.Site.DoAsync("a", "POST", "local-clone-copypairs", LocalScene.Body("h", "w", pvol, svol, true));
        Assert.Equal("Failed", job["state"]!.GetValue<string>());
        Assert.Single((await scene.Site.GetAsync("a", "local-clone-copygroups"))["data"]!.AsArray());
    }

    [Fact]
    public async Task A_pvol_takes_three_copies_each_with_a_mirror_unit_of_its_own_and_not_a_fourth()
    {
        var scene = await LocalScene.InAsync("SMPL");
        var states = new List<string>();
        for (var i = 0; i < 4; i++)
            states.Add((await scene.Site.DoAsync("a", "POST", "local-clone-copypairs", LocalScene.Body("g" + i, "v", 1, 2 + i, true)))["state"]!.GetValue<string>());
        Assert.Equal(["Succeeded", "Succeeded", "Succeeded", "Failed"], states);
        var units = new List<int>();
        for (var i = 0; i < 3; i++)
            units.Add((await scene.Site.GetAsync("a", $"local-clone-copypairs/g{i},g{i}P_,g{i}S_,v"))["pvolMuNumber"]!.GetValue<int>());
        Assert.Equal([0, 1, 2], units);
    }

    [Fact]
    public async Task An_svol_can_be_copied_on_but_its_copy_can_not_be_restored()
    {
        var scene = await LocalScene.InAsync("PSUS");
        await scene.Site.DoAsync("a", "POST", "local-clone-copypairs", LocalScene.Body("h", "w", 2, 3, true, ""","autoSplit":true"""));
        scene.Site.Wait(600);
        Assert.Equal("Failed", (await scene.Site.DoAsync("a", "POST", "local-clone-copypairs/h,hP_,hS_,w/actions/restore/invoke"))["state"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("local-clone-copypairs", 400)]
    [InlineData("local-clone-copypairs?localCloneCopyGroupId=g,gP_,gS_", 200)]
    [InlineData("local-clone-copypairs?localCloneCopyGroupId=g%2CgP_%2CgS_&refresh=true", 200)]
    [InlineData("local-clone-copypairs?localCloneCopyGroupId=g,gP_,gS_&refresh=maybe", 400)]
    [InlineData("local-clone-copypairs?localCloneCopygroupId=g,gP_,gS_", 400)]
    [InlineData("local-clone-copypairs?localCloneCopyGroupId=g,x,gS_", 404)]
    public async Task The_list_of_pairs_needs_its_group(string path, int status)
    {
        var scene = await LocalScene.InAsync("PAIR");
        Assert.Equal(status, (await scene.Site.SendAsync("a", "GET", path)).Status);
    }

    [Fact]
    public async Task A_pair_somebody_else_deleted_stays_listed_until_refresh()
    {
        var scene = await LocalScene.InAsync("PAIR");
        scene.Site.World["a"].LocalCopies.Find("g")!.Pairs[0].Vanish();
        const string list = "local-clone-copypairs?localCloneCopyGroupId=g,gP_,gS_";
        Assert.Single((await scene.Site.GetAsync("a", LocalScene.GroupPath))["copyPairs"]!.AsArray());
        Assert.Equal("PAIR", (await scene.Site.GetAsync("a", LocalScene.PairPath))["pvolStatus"]!.GetValue<string>());
        Assert.Single((await scene.Site.GetAsync("a", list))["data"]!.AsArray());
        Assert.Empty((await scene.Site.GetAsync("a", list + "&refresh=true"))["data"]!.AsArray());
        Assert.Equal(404, (await scene.Site.SendAsync("a", "GET", LocalScene.PairPath)).Status);
    }

    [Fact]
    public async Task A_migration_pair_moves_when_it_is_told_and_can_be_cancelled()
    {
        var scene = await LocalScene.InAsync("SMPL");
        await scene.Site.DoAsync("a", "POST", "local-clone-copypairs", LocalScene.Body("g", "v", 1, 2, true, ""","copyMode":"NotSynchronized" """));
        var pair = await scene.Site.GetAsync("a", LocalScene.PairPath);
        Assert.Equal(("NotSynchronized", "SMPL"), (pair["copyMode"]!.GetValue<string>(), pair["pvolStatus"]!.GetValue<string>()));
        await scene.Site.DoAsync("a", "POST", LocalScene.GroupPath + "/actions/migrate/invoke");
        Assert.Equal("COPY/COPY", await scene.StatusAsync());
        await scene.Site.DoAsync("a", "POST", LocalScene.GroupPath + "/actions/split/invoke", """{"parameters":{"forceSplit":true}}""");
        Assert.Equal("SMPL/SMPL", await scene.StatusAsync());
    }

    [Theory]
    [InlineData("split", "PAIR", 200)]
    [InlineData("split", "COPY(RS)", 412)]
    [InlineData("resync", "PSUS", 200)]
    [InlineData("restore", "PSUS", 200)]
    [InlineData("restore", "PAIR", 412)]
    public async Task The_template_of_an_action_can_be_read_or_is_412(string action, string state, int expected)
    {
        var scene = await LocalScene.InAsync(state);
        Assert.Equal(expected, (await scene.Site.SendAsync("a", "GET", $"{LocalScene.GroupPath}/actions/{action}")).Status);
    }

    [Theory]
    [InlineData("view-only", 403)]
    [InlineData("remote-copy", 403)]
    [InlineData("local-copy", 202)]
    [InlineData("administrator", 202)]
    public async Task A_command_needs_the_local_copy_role(string role, int expected)
    {
        var site = Site.Of($$"""
            topology: v1
            name: roles
            arrays:
              a:
                storageDeviceId: "900000040014"
                serialNumber: 40014
                users: { u: { password: secret-u, roles: [{{role}}] } }
                volumes: [ { ids: 1-2, size: 10G } ]
            copyGroups: [ { name: g, technology: shadow-image, array: a, pairs: [ { name: v, pvol: 1, svol: 2 } ] } ]
            """);
        Assert.Equal(200, (await site.SendAsync("a", "GET", LocalScene.PairPath)).Status);
        Assert.Equal(expected, (await site.SendAsync("a", "POST", LocalScene.PairPath + "/actions/split/invoke")).Status);
    }

    [Fact]
    public async Task A_volume_is_as_before_after_a_random_life_of_pairs()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var scene = await LocalScene.InAsync("PSUS");
        for (var i = 0; i < 400; i++)
        {
            var command = new[] { "split", "resync", "restore", "suspend", "create another" }[random.Next(5)];
            if (command == "create another" && (await scene.Site.SendAsync("a", "GET", "local-clone-copygroups/h,hP_,hS_")).Status == 200)
            {
                await scene.Site.DoAsync("a", "DELETE", "local-clone-copygroups/h,hP_,hS_");
                scene.Site.Wait(5);
                continue;
            }
            await scene.DoAsync(command, command == "suspend" ? null : "{\"parameters\":{\"quickMode\":" + (random.Next(2) == 0 ? "true" : "false") + "}}");
            scene.Site.Wait(random.NextDouble() * (random.Next(3) == 0 ? 1000 : 3));
        }
        scene.Site.Wait(2000);
        await scene.DoAsync("delete");
        if (scene.Site.World["a"].LocalCopies.Find("h") is not null)
            await scene.Site.DoAsync("a", "DELETE", "local-clone-copygroups/h,hP_,hS_");
        scene.Site.Wait(2000);
        scene.Site.World.AdvanceToNow();
        Assert.All(scene.Site.World["a"].Volumes.Values, v => Assert.True(v.Uses.Count == 0, $"seed {seed}: LDEV {v.LdevId} is still in a pair"));
    }
}
