using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Tests.RemoteCopies;

/// <summary>What each array can know, and what hosts may do meanwhile.</summary>
public class RemoteSideTests
{
    [Theory]
    [InlineData("DATA", "Read")]
    [InlineData("STATUS", "ReadWrite")]
    [InlineData("NEVER", "ReadWrite")]
    public async Task The_fence_of_level_status_lifts_when_the_svol_is_known_to_be_suspended(string fence, string afterwards)
    {
        var scene = await RemoteScene.InAsync("TC", "PAIR");
        scene.Pair.FenceLevel = fence;
        scene.Line(false);
        scene.Site.Wait(30);
        scene.Line(true);
        scene.Site.Wait(10);
        Assert.Equal("a:PSUE b:PSUE", await scene.StatusAsync());
        Assert.Equal(afterwards, scene.Pair.Primary.Volume.Access.ToString());
    }

    [Fact]
    public async Task A_resync_with_nothing_to_move_does_not_end_over_a_line_that_is_down()
    {
        var scene = await RemoteScene.InAsync("TC", "PAIR");
        await scene.ActAsync("a", "split", "\"doPvolWriteProtect\":true");
        scene.Site.Wait(10);
        await scene.ActAsync("a", "resync");
        scene.Line(false);
        scene.Site.Wait(30);
        Assert.Equal("a:PSUE b:COPY", await scene.StatusAsync());
    }

    [Theory]
    [InlineData("TC")]
    [InlineData("UR")]
    public async Task A_pair_that_is_being_deleted_takes_no_other_command(string technology)
    {
        var scene = await RemoteScene.InAsync(technology, "PAIR");
        await scene.Site.SendAsync("a", "DELETE", RemoteScene.GroupPath("a"), null, "b");
        scene.Site.Wait(1);
        foreach (var action in new[] { "split", "resync" })
            Assert.Equal("Failed", (await scene.ActAsync("a", action))["state"]!.GetValue<string>());
        scene.Site.Wait(10);
        Assert.Equal("gone", await scene.StatusAsync());
    }

    [Theory]
    [InlineData("TC", "\"doPvolWriteProtect\":true")]
    [InlineData("UR", "\"doDataSuspend\":true")]
    public async Task Only_the_pvols_array_protects_the_pvol_or_stops_the_journal(string technology, string option)
    {
        var scene = await RemoteScene.InAsync(technology, "PAIR");
        Assert.Equal("Failed", (await scene.ActAsync("b", "split", option))["state"]!.GetValue<string>());
        Assert.Equal("a:PAIR b:PAIR", await scene.StatusAsync());
    }

    [Fact]
    public async Task A_gad_pair_is_deleted_whole_from_either_array()
    {
        var scene = await RemoteScene.InAsync("GAD", "PSUS");
        await scene.DeleteAsync("b");
        scene.Site.Wait(10);
        Assert.Equal(("gone", "gone"), (await scene.StatusAsync("a"), await scene.StatusAsync("b")));
    }

    [Fact]
    public async Task A_gad_svol_serves_alone_when_the_pvols_array_is_lost_but_not_when_paths_are()
    {
        foreach (var arrayLost in new[] { true, false })
        {
            var scene = await RemoteScene.InAsync("GAD", "PAIR");
            scene.Site.World["a"].Gone = arrayLost;
            if (!arrayLost)
                scene.Line(false);
            scene.Site.World.LinksChanged();
            scene.Site.Wait(30);
            scene.Site.World.AdvanceToNow();
            Assert.Equal(arrayLost ? "SSWS" : "PSUE", scene.Pair.Secondary.Status);
            Assert.Equal(arrayLost ? Access.ReadWrite : Access.None, scene.Pair.Secondary.Volume.Access);
            Assert.Equal(arrayLost ? Access.None : Access.ReadWrite, scene.Pair.Primary.Volume.Access);
        }
    }

    [Theory]
    [InlineData("\"isConsistencyGroup\":true")]
    [InlineData("\"copyPace\":3")]
    [InlineData("\"fenceLevel\":\"ASYNC\"")]
    public async Task A_ur_resync_takes_no_option_of_tc(string option)
    {
        var scene = await RemoteScene.InAsync("UR", "PSUS");
        var path = RemoteScene.GroupPath("a") + "/actions/resync/invoke";
        Assert.Equal(400, (await scene.Site.SendAsync("a", "POST", path, scene.ActionBody("resync", option), "b")).Status);
    }
}
