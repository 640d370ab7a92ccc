using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Tests.RemoteCopies;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.Faults;

/// <summary>Arrays that go with everything they were doing, and come back as they were.</summary>
public class GoneArrayTests
{
    [Theory]
    [InlineData("TC")]
    [InlineData("UR")]
    [InlineData("GAD")]
    public async Task A_pvol_whose_array_was_gone_comes_back_with_its_old_status_and_is_told_once_the_line_is_up(string technology)
    {
        var scene = await RemoteScene.InAsync(technology, "PAIR");
        await scene.Site.ControlOkAsync("POST", "arrays", """{"array":"a","gone":true}""");
        scene.Site.Wait(3600);
        await TakeOverAtBAsync(scene);
        Assert.Equal("PAIR", scene.Pair.Primary.Status);

        await scene.Site.ControlOkAsync("POST", "links", """{"between":["a","b"],"up":false}""");
        await scene.Site.ControlOkAsync("POST", "arrays", """{"array":"a","gone":false}""");
        Assert.Equal("a:PAIR b:SSWS", await scene.StatusAsync());
        await scene.Site.ControlOkAsync("POST", "links", """{"between":["a","b"],"up":true}""");
        scene.Site.Wait(30);
        Assert.Equal("a:PSUS b:SSWS", await scene.StatusAsync());
    }

    [Theory]
    [InlineData("TC", "PAIR")]
    [InlineData("UR", "PSUE")]
    [InlineData("GAD", "SSWS")]
    public async Task The_svol_side_goes_on_alone_as_its_technology_does(string technology, string after)
    {
        var scene = await RemoteScene.InAsync(technology, "PAIR");
        await scene.Site.ControlOkAsync("POST", "arrays", """{"array":"a","gone":true}""");
        scene.Site.Wait(3600);
        scene.Site.World.AdvanceToNow();
        Assert.Equal((after, "PAIR"), (scene.Pair.Secondary.Status, scene.Pair.Primary.Status));
    }

    [Theory]
    [InlineData("TC")]
    [InlineData("UR")]
    [InlineData("GAD")]
    public async Task A_takeover_under_way_when_the_other_array_comes_back_ends_all_the_same(string technology)
    {
        var scene = await RemoteScene.InAsync(technology, "PAIR");
        await scene.Site.ControlOkAsync("POST", "arrays", """{"array":"a","gone":true}""");
        await scene.Site.DoAsync("b", "POST", "remote-mirror-copygroups/NotSpecified,g,gS_,NotSpecified/actions/takeover/invoke", """{"parameters":{"mode":"forceSplit"}}""");
        await scene.Site.ControlOkAsync("POST", "arrays", """{"array":"a","gone":false}""");
        scene.Site.Wait(600);
        Assert.Equal("a:PSUS b:SSWS", await scene.StatusAsync());
    }

    [Theory]
    [InlineData("TC")]
    [InlineData("UR")]
    [InlineData("GAD")]
    public async Task A_takeover_under_way_when_the_line_is_cut_ends_all_the_same(string technology)
    {
        var scene = await RemoteScene.InAsync(technology, "PAIR");
        await scene.Site.ControlOkAsync("POST", "links", """{"between":["a","b"],"up":false}""");
        scene.Site.Wait(4);
        await scene.ActAsync("b", "takeover", "\"mode\":\"forceSplit\"");
        scene.Site.Wait(600);
        scene.Site.World.AdvanceToNow();
        Assert.Equal("SSWS", scene.Pair.Secondary.Status);
    }

    [Fact]
    public async Task No_host_writes_to_an_array_that_is_gone()
    {
        var scene = await RemoteScene.InAsync("TC", "PAIR");
        await scene.Site.ControlOkAsync("POST", "arrays", """{"array":"a","gone":true}""");
        var volume = scene.Pair.Primary.Volume;
        var before = volume.WrittenAt(scene.Site.World.Now);
        scene.Site.Wait(3600);
        scene.Site.World.AdvanceToNow();
        Assert.Equal(before, volume.WrittenAt(scene.Site.World.Now));
        await scene.Site.ControlOkAsync("POST", "arrays", """{"array":"a","gone":false}""");
        scene.Site.Wait(60);
        scene.Site.World.AdvanceToNow();
        Assert.True(volume.WrittenAt(scene.Site.World.Now) > before);
    }

    [Fact]
    public async Task A_job_that_was_under_way_is_in_doubt_afterwards_and_never_begins_what_it_had_not_begun()
    {
        var scene = await RemoteScene.InAsync("TC", "PAIR");
        var job = await scene.Site.AcceptAsync("a", "POST", RemoteScene.GroupPath("a") + "/actions/split/invoke", scene.ActionBody("split"), "b");
        await scene.Site.ControlOkAsync("POST", "arrays", """{"array":"a","gone":true}""");
        scene.Site.Wait(600);
        await scene.Site.ControlOkAsync("POST", "arrays", """{"array":"a","gone":false}""");
        scene.Site.Wait(600);
        Assert.Equal("Unknown", (await scene.Site.JobAsync("a", job))["state"]!.GetValue<string>());
        Assert.Equal("a:PAIR b:PAIR", await scene.StatusAsync());
    }

    [Fact]
    public async Task A_silent_array_gives_no_answer_until_the_client_gives_up()
    {
        var site = Site.TwoSites();
        var before = await site.SendAsync("tokyo", "GET", "storages");
        Assert.Equal(200, before.Status);
        foreach (var body in new[] { """{"array":"tokyo","gone":true,"silent":true}""", """{"array":"tokyo","gone":false,"managementGone":true,"silent":true}""" })
        {
            await site.ControlOkAsync("POST", "arrays", body);
            using var patience = new CancellationTokenSource();
            var asked = site.World["tokyo"].HandleAsync(new SimRequest("GET", Site.Objects + "storages", "", [], default), patience.Token);
            site.Wait(86_400);
            Assert.False(asked.IsCompleted);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        }

        var array = (await site.ControlOkAsync("POST", "arrays", """{"array":"tokyo","managementGone":false}"""))["data"]![0]!;
        Assert.False(array["silent"]!.GetValue<bool>());
        Assert.Equal(200, (await site.SendAsync("tokyo", "GET", "storages")).Status);
    }

    [Theory]
    [InlineData("""{"kind":"array-silent","array":"tokyo","for":"2m"}""")]
    [InlineData("""{"kind":"management-gone","array":"tokyo","for":"2m"}""")]
    public async Task The_faults_end_by_themselves(string fault)
    {
        var site = Site.TwoSites();
        await site.FaultAsync(fault);
        Assert.False(site.World["tokyo"].Answers);
        site.Wait(121);
        site.World.AdvanceToNow();
        Assert.True(site.World["tokyo"].Answers);
        Assert.False(site.World["tokyo"].Silent);
    }

    [Fact]
    public async Task With_both_managements_gone_the_pairs_go_on()
    {
        var scene = await RemoteScene.InAsync("UR", "PAIR");
        await scene.Site.ControlOkAsync("POST", "arrays", """[{"array":"a","managementGone":true},{"array":"b","managementGone":true}]""");
        foreach (var array in new[] { "a", "b" })
            Assert.True((await scene.Site.World[array].HandleAsync(new SimRequest("GET", Site.Objects + "storages", "", [], default))).ConnectionLost);
        scene.Site.Wait(3600);
        scene.Site.World.AdvanceToNow();
        Assert.Equal(("PAIR", "PAIR", true), (scene.Pair.Primary.Status, scene.Pair.Secondary.Status, scene.Pair.Group.Connected));
    }

    [Fact]
    public async Task A_partner_without_management_cannot_check_a_remote_session_and_the_array_says_whose_failure_it_is()
    {
        var scene = await RemoteScene.InAsync("TC", "PAIR");
        await scene.StatusAsync("b");
        await scene.Site.ControlOkAsync("POST", "arrays", """{"array":"a","managementGone":true}""");
        var answer = await scene.Site.World["b"].HandleAsync(await WithOldTokenAsync(scene));
        Assert.Equal((500, "KART30074-E"), (answer.Status, Site.Parse(answer)["messageId"]!.GetValue<string>()));
        await TakeOverAtBAsync(scene);
        scene.Site.Wait(30);
        scene.Site.World.AdvanceToNow();
        // The line is up: production's array learns of it though nobody can ask it.
        Assert.Equal(("PSUS", "SSWS"), (scene.Pair.Primary.Status, scene.Pair.Secondary.Status));
    }

    [Fact]
    public async Task A_local_copy_stands_still_while_its_array_is_gone()
    {
        var site = Site.TwoSites();
        var path = "local-clone-copygroups/erp-si-01,erp-si-01P_,erp-si-01S_";
        await site.DoAsync("tokyo", "POST", path + "/actions/resync/invoke", """{"parameters":{}}""");
        site.Wait(5);
        await site.ControlOkAsync("POST", "arrays", """{"array":"tokyo","gone":true}""");
        site.Wait(86_400);
        await site.ControlOkAsync("POST", "arrays", """{"array":"tokyo","gone":false}""");
        var rows = (await site.ControlOkAsync("GET", "pairs?copyGroup=erp-si-01"))["data"]!.AsArray();
        Assert.All(rows, r => Assert.Equal("COPY", r!["pvolStatus"]!.GetValue<string>()));
        site.Wait(86_400);
        rows = (await site.ControlOkAsync("GET", "pairs?copyGroup=erp-si-01"))["data"]!.AsArray();
        Assert.All(rows, r => Assert.Equal("PAIR", r!["pvolStatus"]!.GetValue<string>()));
    }

    private static async Task TakeOverAtBAsync(RemoteScene scene)
    {
        await scene.Site.DoAsync("b", "POST", "remote-mirror-copygroups/NotSpecified,g,gS_,NotSpecified/actions/takeover/invoke", """{"parameters":{"mode":"forceSplit"}}""");
        scene.Site.Wait(600);
        scene.Site.World.AdvanceToNow();
        Assert.Equal("SSWS", scene.Pair.Secondary.Status);
    }

    private static async Task<SimRequest> WithOldTokenAsync(RemoteScene scene)
    {
        var headers = new SimHeaders
        {
            { "Authorization", "Session " + await scene.Site.TokenAsync("b") }, { "Remote-Authorization", "Session " + await scene.Site.TokenAsync("a") },
        };
        return new SimRequest("GET", Site.Objects + RemoteScene.GroupPath("b"), "", headers, default);
    }
}
