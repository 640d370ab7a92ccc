using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Tests.RemoteCopies;

/// <summary>Every row of the TC/UR transitions, numbered as in the reference: status on both sides on the way and at the end.</summary>
public class RemoteTransitionTests
{
    [Theory]
    [InlineData("TC")]
    [InlineData("UR")]
    [InlineData("GAD")]
    public async Task Row_1_create_goes_over_copy_to_pair(string technology)
    {
        var scene = RemoteScene.Without(technology);
        await scene.CreateAsync();
        Assert.Equal(["a:COPY b:COPY", "a:PAIR b:PAIR"], await scene.WatchAsync(1000));
    }

    [Theory]
    [InlineData("TC")]
    [InlineData("UR")]
    public async Task Row_2_create_without_initial_copy_is_pair_at_once(string technology)
    {
        var scene = RemoteScene.Without(technology);
        await scene.CreateAsync(""","doInitialCopy":false""");
        Assert.Equal("a:PAIR b:PAIR", await scene.StatusAsync());
    }

    [Theory]
    [InlineData("TC", "a", "PAIR")]
    [InlineData("TC", "b", "PAIR")]
    [InlineData("TC", "a", "COPY")]
    [InlineData("UR", "a", "PAIR")]
    [InlineData("UR", "b", "PAIR")]
    [InlineData("UR", "a", "PFUL")]
    [InlineData("UR", "a", "COPY")]
    public async Task Row_3_split_leaves_the_svol_read_only(string technology, string asked, string from)
    {
        var scene = await RemoteScene.InAsync(technology, from);
        if (from == "PFUL")
            scene.Pair.Group.Mirror!.HoldFull(false);
        await scene.ActAsync(asked, "split");
        var seen = await scene.WatchAsync(400);
        Assert.Equal("a:PSUS b:SSUS", seen[^1]);
        Assert.Equal(Access.Read, scene.Pair.Secondary.Volume.Access);
        Assert.Equal(Access.ReadWrite, scene.Pair.Primary.Volume.Access);
    }

    [Fact]
    public async Task Row_3_a_split_from_b_shows_at_b_first()
    {
        var scene = await RemoteScene.InAsync("TC", "PAIR");
        await scene.ActAsync("b", "split");
        Assert.Equal(["a:PAIR b:PAIR", "a:PAIR b:SSUS", "a:PSUS b:SSUS"], await scene.WatchAsync(10));
    }

    [Fact]
    public async Task Row_3_a_ur_split_waits_until_the_journal_is_drained()
    {
        var scene = await RemoteScene.InAsync("UR", "PFUL");
        scene.Pair.Group.Mirror!.HoldFull(false);
        await scene.ActAsync("a", "split");
        var seen = await scene.WatchAsync(200);
        Assert.Equal("a:PSUS b:SSUS", seen[^1]);
        Assert.StartsWith("a:PFUL", seen[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TC")]
    [InlineData("UR")]
    public async Task Row_4_split_rw_lets_hosts_write_the_svol(string technology)
    {
        var scene = await RemoteScene.InAsync(technology, "PAIR");
        await scene.ActAsync("a", "split", "\"svolAccessMode\":\"rw\"");
        scene.Site.Wait(10);
        Assert.Equal("a:PSUS b:SSUS", await scene.StatusAsync());
        Assert.Equal(Access.ReadWrite, scene.Pair.Secondary.Volume.Access);
    }

    [Fact]
    public async Task Row_5_split_with_write_protection_keeps_hosts_from_writing_the_pvol()
    {
        var scene = await RemoteScene.InAsync("TC", "PAIR");
        await scene.ActAsync("a", "split", "\"doPvolWriteProtect\":true");
        scene.Site.Wait(10);
        Assert.Equal("a:PSUS b:SSUS", await scene.StatusAsync());
        Assert.Equal(Access.Read, scene.Pair.Primary.Volume.Access);
    }

    [Fact]
    public async Task Row_6_split_with_data_suspend_does_not_drain()
    {
        var scene = await RemoteScene.InAsync("UR", "PFUL");
        await scene.ActAsync("a", "split", "\"doDataSuspend\":true");
        scene.Site.Wait(3);
        Assert.Equal("a:PSUS b:SSUS", await scene.StatusAsync());
    }

    [Theory]
    [InlineData("TC", "PSUS")]
    [InlineData("TC", "PSUE")]
    [InlineData("UR", "PSUS")]
    [InlineData("UR", "PSUE")]
    [InlineData("UR", "PFUS")]
    [InlineData("GAD", "PSUS")]
    public async Task Row_7_resync_goes_over_copy_to_pair(string technology, string from)
    {
        var scene = await RemoteScene.InAsync(technology, from);
        if (from == "PFUS")
            scene.Pair.Group.Mirror!.HoldFull(false);
        scene.Site.Wait(100);
        await scene.ActAsync("a", "resync");
        Assert.Equal(["a:COPY b:COPY", "a:PAIR b:PAIR"], await scene.WatchAsync(600));
    }

    [Theory]
    [InlineData("TC")]
    [InlineData("UR")]
    public async Task Row_8_resync_from_the_old_side_fails_while_the_svol_is_taken_over(string technology)
    {
        var scene = await RemoteScene.InAsync(technology, "SSWS");
        var job = await scene.ActAsync("a", "resync");
        Assert.Equal("Failed", job["state"]!.GetValue<string>());
        Assert.Equal("a:PSUS b:SSWS", await scene.StatusAsync());
    }

    [Theory]
    [InlineData("TC", "PAIR")]
    [InlineData("TC", "PSUS")]
    [InlineData("TC", "PSUE")]
    [InlineData("UR", "PAIR")]
    [InlineData("UR", "PFUL")]
    [InlineData("UR", "PFUS")]
    [InlineData("UR", "PSUE")]
    [InlineData("UR", "PSUS")]
    public async Task Row_9_split_with_ssws_makes_the_svol_writable_and_the_pvol_read_only(string technology, string from)
    {
        var scene = await RemoteScene.InAsync(technology, from);
        await scene.ActAsync("b", "split", "\"svolOperationMode\":\"SSWS\"");
        scene.Site.Wait(10);
        Assert.Equal("a:PSUS b:SSWS", await scene.StatusAsync());
        Assert.Equal((Access.Read, Access.ReadWrite), (scene.Pair.Primary.Volume.Access, scene.Pair.Secondary.Volume.Access));
    }

    [Theory]
    [InlineData("TC", true)]
    [InlineData("TC", false)]
    [InlineData("UR", true)]
    [InlineData("UR", false)]
    public async Task Row_10_takeover_auto_swaps_when_it_can_and_takes_over_when_it_can_not(string technology, bool lineUp)
    {
        var scene = await RemoteScene.InAsync(technology, "PAIR");
        if (!lineUp)
            scene.Line(false);
        await scene.ActAsync("b", "takeover", "\"mode\":\"auto\"");
        scene.Site.Wait(60);
        Assert.Equal(lineUp ? "b:PAIR a:PAIR" : technology == "TC" ? "a:PSUE b:SSWS" : "a:PAIR b:SSWS", await scene.StatusAsync("b"));
    }

    [Theory]
    [InlineData("TC", "SSWS")]
    [InlineData("TC", "PSUS")]
    [InlineData("UR", "SSWS")]
    [InlineData("UR", "PSUS")]
    [InlineData("GAD", "SSWS")]
    public async Task Row_11_swap_resync_exchanges_the_roles_and_leaves_the_names(string technology, string from)
    {
        var scene = await RemoteScene.InAsync(technology, from);
        scene.Site.Wait(30);
        await scene.ActAsync("b", "resync", "\"doSwapSvol\":true");
        Assert.Equal(["b:COPY a:COPY", "b:PAIR a:PAIR"], await scene.WatchAsync(600));
        var group = await scene.Site.GetAsync("b", RemoteScene.GroupPath("b"), "a");
        Assert.Equal(("gS_", "gP_"), (group["localDeviceGroupName"]!.GetValue<string>(), group["remoteDeviceGroupName"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("TC", "PAIR")]
    [InlineData("TC", "COPY")]
    [InlineData("TC", "SSWS")]
    [InlineData("UR", "PAIR")]
    [InlineData("UR", "PFUS")]
    [InlineData("GAD", "PSUS")]
    public async Task Row_12_delete_at_a_removes_both_sides(string technology, string from)
    {
        var scene = await RemoteScene.InAsync(technology, from);
        await scene.DeleteAsync("a");
        scene.Site.Wait(10);
        Assert.Equal(("gone", "gone"), (await scene.StatusAsync("a"), await scene.StatusAsync("b")));
        Assert.All(scene.Site.World.Arrays, a => Assert.All(a.Volumes.Values, v => Assert.Empty(v.Uses)));
    }

    [Theory]
    [InlineData("TC")]
    [InlineData("UR")]
    public async Task Row_13_delete_at_b_leaves_a_suspended_without_partner(string technology)
    {
        var scene = await RemoteScene.InAsync(technology, "PAIR");
        await scene.DeleteAsync("b");
        scene.Site.Wait(10);
        Assert.Equal(("a:PSUS b:SMPL", "gone"), (await scene.StatusAsync("a"), await scene.StatusAsync("b")));
        var job = await scene.ActAsync("a", "resync");
        Assert.Equal("Failed", job["state"]!.GetValue<string>());
        await scene.DeleteAsync("a");
        scene.Site.Wait(10);
        Assert.Equal("gone", await scene.StatusAsync("a"));
    }

    [Theory]
    [InlineData("DATA", "Read")]
    [InlineData("STATUS", "Read")]
    [InlineData("NEVER", "ReadWrite")]
    public async Task Row_14_path_failure_of_tc_suspends_the_pvol_and_fences_it_by_level(string fence, string access)
    {
        var scene = await RemoteScene.InAsync("TC", "PAIR");
        scene.Pair.FenceLevel = fence;
        scene.Line(false);
        scene.Site.Wait(30);
        Assert.Equal("a:PSUE b:PAIR", await scene.StatusAsync());
        Assert.Equal(access, scene.Pair.Primary.Volume.Access.ToString());
    }

    [Fact]
    public async Task Row_15_path_failure_of_ur_fills_the_journal_until_the_path_watch_ends()
    {
        var scene = await RemoteScene.InAsync("UR", "PAIR");
        scene.Line(false);
        scene.Site.Wait(299);
        Assert.Equal("a:PAIR b:PAIR", await scene.StatusAsync());
        var row = (await scene.Site.GetAsync("a", RemoteScene.GroupPath("a"), "b"))["copyPairs"]![0]!;
        Assert.Equal(1, row["pvolJournalId"]!.GetValue<int>());
        Assert.InRange(scene.Pair.Group.Mirror!.UsageRate, 28, 31);
        scene.Site.Wait(2);
        Assert.Equal("a:PSUE b:PSUE", await scene.StatusAsync());
    }

    [Fact]
    public async Task Row_16_a_full_journal_shows_pful_then_pfus()
    {
        var scene = await RemoteScene.InAsync("UR", "PAIR");
        scene.Site.World["a"].Volumes[1].SetWriteRate(600L << 20, scene.Site.Clock.GetUtcNow());
        scene.Site.World.LinksChanged();
        Assert.Equal(["a:PAIR b:PAIR", "a:PFUL b:PFUL", "a:PFUS b:PFUS"], await scene.WatchAsync(200));
    }

    [Fact]
    public async Task Row_16_pful_clears_when_the_backlog_falls_below_the_mark()
    {
        var scene = await RemoteScene.InAsync("UR", "PFUL");
        scene.Site.Wait(5);
        scene.Site.World.AdvanceToNow();
        scene.Pair.Group.Mirror!.HoldFull(false);
        Assert.Equal(["a:PFUL b:PFUL", "a:PAIR b:PAIR"], await scene.WatchAsync(300));
    }

    [Theory]
    [InlineData("TC")]
    [InlineData("UR")]
    public async Task Row_17_an_svol_error_suspends_both_sides(string technology)
    {
        var scene = await RemoteScene.InAsync(technology, "PAIR");
        scene.Site.World.AdvanceToNow();
        scene.Pair.SvolError();
        Assert.Equal(["a:PAIR b:PSUE", "a:PSUE b:PSUE"], await scene.WatchAsync(10));
    }

    [Theory]
    [InlineData("TC")]
    [InlineData("GAD")]
    public async Task Row_18_without_host_writes_the_pvol_stays_pair_while_the_paths_are_down(string technology)
    {
        var scene = await RemoteScene.InAsync(technology, "PAIR");
        foreach (var volume in scene.Site.World.Arrays.SelectMany(a => a.Volumes.Values))
            volume.SetWriteRate(0, scene.Site.Clock.GetUtcNow());
        scene.Line(false);
        scene.Site.Wait(3600);
        Assert.Equal("a:PAIR b:PAIR", await scene.StatusAsync());
        scene.Site.World["a"].Volumes[1].SetWriteRate(1 << 20, scene.Site.Clock.GetUtcNow());
        scene.Site.World.LinksChanged();
        scene.Site.Wait(10);
        Assert.StartsWith("a:PSUE", await scene.StatusAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TC")]
    [InlineData("UR")]
    public async Task Unplanned_failover_and_return_with_the_sequence_of_the_field(string technology)
    {
        var scene = await RemoteScene.InAsync(technology, "PAIR");
        scene.Line(false);
        scene.Site.World["a"].Gone = true;
        scene.Site.World.LinksChanged();
        var alone = technology == "TC" ? "remote-mirror-copygroups/NotSpecified,g,gS_,NotSpecified" : "remote-mirror-copygroups/NotSpecified,g,gS_,NotSpecified";
        var group = await scene.Site.GetAsync("b", alone);
        var pair = group["copyPairs"]![0]!.AsObject();
        Assert.Equal("PAIR", pair["svolStatus"]!.GetValue<string>());
        Assert.DoesNotContain(pair, p => p.Key.StartsWith("pvol", StringComparison.Ordinal));
        var job = await scene.Site.DoAsync("b", "POST", alone + "/actions/takeover/invoke", """{"parameters":{"mode":"forceSplit"}}""");
        Assert.Equal("/ConfigurationManager/v1/objects/" + alone, job["affectedResources"]![0]!.GetValue<string>());
        scene.Site.Wait(600);
        Assert.Equal("SSWS", (await scene.Site.GetAsync("b", alone))["copyPairs"]![0]!["svolStatus"]!.GetValue<string>());

        scene.Site.World["a"].Gone = false;
        scene.Line(true);
        scene.Site.Wait(10);
        var aligned = await scene.ActAsync("a", "split");
        Assert.Equal("Succeeded", aligned["state"]!.GetValue<string>());
        scene.Site.Wait(10);
        Assert.Equal("a:PSUS b:SSWS", await scene.StatusAsync());
        await scene.ActAsync("b", "resync", "\"doSwapSvol\":true");
        scene.Site.Wait(600);
        Assert.Equal("b:PAIR a:PAIR", await scene.StatusAsync());
        await scene.ActAsync("a", "split");
        scene.Site.Wait(60);
        await scene.ActAsync("a", "resync", "\"doSwapSvol\":true");
        scene.Site.Wait(600);
        Assert.Equal("a:PAIR b:PAIR", await scene.StatusAsync());
    }

    [Theory]
    [InlineData("PAIR", "L/M", "L/M")]
    [InlineData("COPY", "L/M", "B/B")]
    [InlineData("PSUS", "L/L", "B/B")]
    [InlineData("SSWS", "B/B", "L/L")]
    public async Task Gad_io_mode_follows_the_status(string status, string pvol, string svol)
    {
        var scene = await RemoteScene.InAsync("GAD", status);
        var pair = await scene.Site.GetAsync("a", RemoteScene.PairPath("a"), "b");
        Assert.Equal((pvol, svol), (pair["pvolIOMode"]!.GetValue<string>(), pair["svolIOMode"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("TC", true)]
    [InlineData("UR", true)]
    [InlineData("TC", false)]
    [InlineData("UR", false)]
    public async Task A_resync_copies_the_union_of_what_was_written_on_both_sides(string technology, bool drill)
    {
        var scene = await RemoteScene.InAsync(technology, "PAIR");
        await scene.ActAsync("a", "split", $"\"svolAccessMode\":\"{(drill ? "rw" : "r")}\"");
        scene.Site.Wait(1000);
        await scene.ActAsync("a", "resync");
        var seconds = 0;
        for (; await scene.StatusAsync() != "a:PAIR b:PAIR"; seconds++)
            scene.Site.Wait(1);
        // 10 MiB/s for 1000 s on each written side, at 120 (TC) or 60 (UR) MiB/s.
        var expected = 10_000.0 * (drill ? 2 : 1) / (technology == "TC" ? 120 : 60);
        Assert.InRange(seconds, expected, expected * 1.1 + 5);
    }

    [Fact]
    public async Task A_split_during_a_path_failure_reaches_the_other_side_when_the_paths_return()
    {
        var scene = await RemoteScene.InAsync("UR", "PAIR");
        scene.Line(false);
        await scene.ActAsync("a", "split");
        scene.Site.Wait(10);
        Assert.Equal("a:PSUS b:PAIR", await scene.StatusAsync());
        scene.Line(true);
        scene.Site.Wait(5);
        Assert.Equal("a:PSUS b:SSUS", await scene.StatusAsync());
    }

    [Fact]
    public async Task Delete_at_a_while_the_paths_are_down_leaves_b_with_its_half()
    {
        var scene = await RemoteScene.InAsync("TC", "PAIR");
        scene.Line(false);
        await scene.DeleteAsync("a");
        scene.Site.Wait(10);
        Assert.Equal(("gone", "a:SMPL b:PAIR"), (await scene.StatusAsync("a"), await scene.StatusAsync("b")));
    }
}
