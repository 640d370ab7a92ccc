using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.RemoteCopies;

/// <summary>global-active device: which volume goes on when paths, a quorum disk or an array are lost, and where a pair can be deleted.</summary>
/// <remarks>
/// Source: global-active device guide MK-23VSP1B011, pair condition and recovery: path failure, primary to external storage system; recovering
/// from primary site failure with external storage system; deleting pairs. G1000 edition, pages 1-18 and 1-19: server I/Os when the data path
/// fails.
/// </remarks>
public class QuorumTests
{
    private const string Both = "a:PAIR b:PAIR";

    [Fact]
    public async Task Losing_the_quorum_disk_alone_leaves_both_volumes_in_use_and_is_told_by_both_arrays()
    {
        var scene = RemoteScene.Paired("GAD");
        await scene.Site.FaultAsync("""{"kind":"quorum-lost"}""");
        scene.Site.Wait(600);
        Assert.Equal((Both, "L/M L/M"), (await scene.StatusAsync(), await ModesAsync(scene)));
        foreach (var array in new[] { "a", "b" })
            Assert.Equal("BLOCKED", (await scene.Site.GetAsync(array, "quorum-disks/0"))["status"]!.GetValue<string>());
        await scene.Site.FaultAsync("""{"kind":"quorum-back"}""");
        Assert.Equal("NORMAL", (await scene.Site.GetAsync("a", "quorum-disks/0"))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_quorum_fault_may_be_of_one_array_and_ends_by_itself()
    {
        var scene = RemoteScene.Paired("GAD");
        await scene.Site.FaultAsync("""{"kind":"quorum-lost","array":"a","quorumDisk":0,"for":"5m"}""");
        Assert.Equal("BLOCKED", (await scene.Site.GetAsync("a", "quorum-disks/0"))["status"]!.GetValue<string>());
        Assert.Equal("NORMAL", (await scene.Site.GetAsync("b", "quorum-disks/0"))["status"]!.GetValue<string>());
        scene.Site.Wait(301);
        Assert.Equal("NORMAL", (await scene.Site.GetAsync("a", "quorum-disks/0"))["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("", "a:PSUE b:PSUE", "L/L B/B")]
    [InlineData("switches: { quorumLossSuspendsNewCopy: false }", "a:COPY b:COPY", "L/M B/B")]
    public async Task Losing_it_just_after_the_copy_began_may_suspend_the_pair(string switches, string status, string modes)
    {
        var scene = RemoteScene.Without("GAD", switches);
        await scene.CreateAsync();
        scene.Site.Wait(5);
        await scene.Site.FaultAsync("""{"kind":"quorum-lost"}""");
        Assert.Equal((status, modes), (await scene.StatusAsync(), await ModesAsync(scene)));
    }

    [Fact]
    public async Task A_copy_that_ends_without_the_quorum_disk_is_PAIR_with_a_blocked_svol_until_it_is_back()
    {
        var scene = RemoteScene.Without("GAD");
        await scene.CreateAsync();
        scene.Site.Wait(60);
        await scene.Site.FaultAsync("""{"kind":"quorum-lost"}""");
        scene.Site.Wait(3600);
        Assert.Equal((Both, "L/M B/B"), (await scene.StatusAsync(), await ModesAsync(scene)));
        await scene.Site.FaultAsync("""{"kind":"quorum-back"}""");
        Assert.Equal((Both, "L/M L/M"), (await scene.StatusAsync(), await ModesAsync(scene)));
    }

    /// <summary>Bytes per second hosts write at a and at b; whose volume goes on.</summary>
    [Theory]
    [InlineData(1 << 20, 0, "a:PSUE b:PSUE", "L/L B/B")]
    [InlineData(0, 1 << 20, "a:PSUE b:SSWS", "B/B L/L")]
    [InlineData(1 << 20, 1 << 20, "a:PSUE b:PSUE", "L/L B/B")]
    [InlineData(0, 0, Both, "L/M L/M")]
    public async Task When_the_paths_are_lost_the_side_that_reports_first_goes_on_and_the_smaller_serial_number_when_both_do(long atA, long atB, string status, string modes)
    {
        var scene = RemoteScene.Paired("GAD");
        SetWrites(scene, atA, atB);
        scene.Line(false);
        scene.Site.Wait(10);
        Assert.Equal((status, modes), (await scene.StatusAsync(), await ModesAsync(scene)));
    }

    [Fact]
    public async Task After_a_swap_the_svol_with_the_smaller_serial_number_goes_on_in_a_tie()
    {
        var scene = RemoteScene.Paired("GAD");
        await scene.ActAsync("b", "split", "\"svolOperationMode\":\"SSWS\"");
        scene.Site.Wait(60);
        await scene.ActAsync("b", "resync", "\"doSwapSvol\":true");
        scene.Site.Wait(3600);
        Assert.Equal("b:PAIR a:PAIR", await scene.StatusAsync());
        SetWrites(scene, 1 << 20, 1 << 20);
        scene.Line(false);
        scene.Site.Wait(10);
        Assert.Equal("b:PSUE a:SSWS", await scene.StatusAsync());
    }

    [Fact]
    public async Task Without_the_quorum_disk_the_pvol_goes_on_and_the_svol_cannot_be_taken_over_while_the_paths_are_lost()
    {
        var scene = RemoteScene.Paired("GAD");
        SetWrites(scene, 0, 1 << 20);
        await scene.Site.FaultAsync("""{"kind":"quorum-lost"}""");
        scene.Line(false);
        scene.Site.Wait(10);
        Assert.Equal(("a:PSUE b:PSUE", "L/L B/B"), (await scene.StatusAsync(), await ModesAsync(scene)));
        Assert.Equal("Failed", State(await scene.ActAsync("b", "takeover", "\"mode\":\"forceSplit\"")));
        await scene.Site.FaultAsync("""{"kind":"quorum-back"}""");
        Assert.Equal("Succeeded", State(await scene.ActAsync("b", "takeover", "\"mode\":\"forceSplit\"")));
    }

    [Theory]
    [InlineData(false, "SSWS", "L/L")]
    [InlineData(true, "PSUE", "B/B")]
    public async Task The_primary_array_lost_leaves_the_svol_in_use_and_both_volumes_stopped_when_the_quorum_disk_is_lost_too(bool quorumToo, string svol, string mode)
    {
        var scene = RemoteScene.Paired("GAD");
        if (quorumToo)
            await scene.Site.FaultAsync("""{"kind":"quorum-lost"}""");
        await scene.Site.FaultAsync("""{"kind":"array-gone","array":"a"}""");
        scene.Site.Wait(10);
        var alone = await scene.Site.GetAsync("b", "remote-mirror-copypairs/NotSpecified,g,gS_,NotSpecified,v");
        Assert.Equal((svol, mode), (alone["svolStatus"]!.GetValue<string>(), alone["svolIOMode"]!.GetValue<string>()));
        await scene.Site.ControlOkAsync("DELETE", "faults");
        scene.Site.Wait(30);
        Assert.Equal(quorumToo ? "B/B B/B" : "B/B L/L", await ModesAsync(scene));
    }

    [Fact]
    public async Task A_pair_is_deleted_at_the_side_that_is_local_and_the_other_volume_is_reserved_again()
    {
        var split = await RemoteScene.InAsync("GAD", "PSUS");
        Assert.Equal("Failed", State(await split.DeleteAsync("b")));
        Assert.Equal("Succeeded", State(await split.DeleteAsync("a")));
        split.Site.Wait(60);
        Assert.Equal((1, 65535), (await VirtualIdAsync(split, "a", 1), await VirtualIdAsync(split, "b", 11)));

        var taken = await RemoteScene.InAsync("GAD", "SSWS");
        Assert.Equal(1, await VirtualIdAsync(taken, "b", 11));
        Assert.Equal("Failed", State(await taken.DeleteAsync("a")));
        Assert.Equal("Succeeded", State(await taken.DeleteAsync("b")));
        taken.Site.Wait(60);
        Assert.Equal((65535, 1), (await VirtualIdAsync(taken, "a", 1), await VirtualIdAsync(taken, "b", 11)));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public async Task A_pair_with_both_volumes_blocked_is_deleted_at_neither_side(string asked)
    {
        var scene = RemoteScene.Paired("GAD");
        await scene.Site.FaultAsync("""{"kind":"quorum-lost"}""");
        await scene.Site.FaultAsync("""{"kind":"array-gone","array":"a","for":"1m"}""");
        scene.Site.Wait(120);
        Assert.Equal(("a:PSUE b:PSUE", "B/B B/B"), (await scene.StatusAsync(), await ModesAsync(scene)));
        Assert.Equal("Failed", State(await scene.DeleteAsync(asked)));
    }

    [Theory]
    [InlineData("a", "resync", "")]
    [InlineData("b", "takeover", "\"mode\":\"forceSplit\"")]
    [InlineData("b", "split", "\"svolOperationMode\":\"SSWS\"")]
    public async Task A_pair_with_both_volumes_blocked_takes_no_command_that_would_choose_whose_data_counts(string asked, string action, string option)
    {
        var scene = RemoteScene.Paired("GAD");
        await scene.Site.FaultAsync("""{"kind":"quorum-lost"}""");
        await scene.Site.FaultAsync("""{"kind":"array-gone","array":"a","for":"1m"}""");
        scene.Site.Wait(120);
        Assert.Equal("Failed", State(await scene.ActAsync(asked, action, option)));
        Assert.Equal(("a:PSUE b:PSUE", "B/B B/B"), (await scene.StatusAsync(), await ModesAsync(scene)));
    }

    [Fact]
    public async Task Losing_a_quorum_disk_that_is_lost_already_changes_nothing()
    {
        var scene = RemoteScene.Without("GAD");
        await scene.Site.FaultAsync("""{"kind":"quorum-lost"}""");
        await scene.CreateAsync();
        await scene.Site.FaultAsync("""{"kind":"quorum-lost"}""");
        Assert.Equal("a:COPY b:COPY", await scene.StatusAsync());
    }

    private static void SetWrites(RemoteScene scene, long atA, long atB)
    {
        var world = scene.Site.World;
        world.AdvanceToNow();
        world["a"].Volumes[1].SetWriteRate(atA, world.Now);
        world["b"].Volumes[11].SetWriteRate(atB, world.Now);
        world.LinksChanged();
    }

    private static async Task<string> ModesAsync(RemoteScene scene)
    {
        var pair = await scene.Site.GetAsync("a", RemoteScene.PairPath("a"), "b");
        return $"{pair["pvolIOMode"]} {pair["svolIOMode"]}";
    }

    private static async Task<int> VirtualIdAsync(RemoteScene scene, string array, int ldev)
    {
        var volume = await scene.Site.GetAsync(array, "ldevs/" + ldev);
        return volume["virtualLdevId"]?.GetValue<int>() ?? ldev;
    }

    private static string State(JsonNode job) => job["state"]!.GetValue<string>();
}
