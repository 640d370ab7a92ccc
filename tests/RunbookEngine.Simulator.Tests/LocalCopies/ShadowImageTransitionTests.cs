using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Tests.Support;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Tests.LocalCopies;

/// <summary>Every row of the ShadowImage transitions: status on the way and at the end, and what hosts may do meanwhile.</summary>
public class ShadowImageTransitionTests
{
    private const string Quick = """{"parameters":{"quickMode":true}}""";

    [Theory]
    [InlineData("", "COPY/COPY", "PAIR/PAIR")]
    [InlineData(""","autoSplit":true""", "COPY/COPY", "PSUS/SSUS")]
    [InlineData(""","autoSplit":true,"quickMode":true""", "PSUS/COPY", "PSUS/SSUS")]
    public async Task Create_copies_what_is_allocated(string options, string onTheWay, string end)
    {
        var scene = await LocalScene.InAsync("SMPL");
        await scene.Site.DoAsync("a", "POST", "local-clone-copypairs", LocalScene.Body("g", "v", 1, 2, true, options));
        Assert.Equal(onTheWay, await scene.StatusAsync());
        scene.Site.Wait(100);
        Assert.Equal(onTheWay, await scene.StatusAsync());
        scene.Site.Wait(120);
        Assert.Equal(end, await scene.StatusAsync());
    }

    [Fact]
    public async Task A_resync_from_psue_copies_everything_even_when_it_is_asked_to_be_quick()
    {
        var scene = await LocalScene.InAsync("PSUE");
        await scene.Site.DoAsync("a", "POST", LocalScene.PairPath + "/actions/resync/invoke", Quick);
        scene.Site.Wait(100);
        Assert.Equal("COPY/COPY", await scene.StatusAsync());
        scene.Site.Wait(120);
        Assert.Equal("PAIR/PAIR", await scene.StatusAsync());
    }

    [Fact]
    public async Task A_forced_suspension_can_not_be_quick()
    {
        var scene = await LocalScene.InAsync("PAIR");
        var answer = await scene.Site.SendAsync("a", "POST", LocalScene.PairPath + "/actions/split/invoke", """{"parameters":{"quickMode":true,"forceSuspend":true}}""");
        Assert.Equal(400, answer.Status);
    }

    [Theory]
    [InlineData("PAIR", "split", null, "COPY/COPY", "PSUS/SSUS")]
    [InlineData("COPY(PD)", "split", null, "COPY/COPY", "PSUS/SSUS")]
    [InlineData("PAIR", "split", Quick, "PSUS/COPY", "PSUS/SSUS")]
    [InlineData("COPY(PD)", "split", Quick, "PSUS/COPY", "PSUS/SSUS")]
    [InlineData("PSUS", "resync", null, "COPY/COPY", "PAIR/PAIR")]
    [InlineData("PSUE", "resync", null, "COPY/COPY", "PAIR/PAIR")]
    [InlineData("PSUS", "resync", Quick, "COPY/COPY", "PAIR/PAIR")]
    [InlineData("PSUS", "restore", null, "RCPY/RCPY", "PAIR/PAIR")]
    [InlineData("PSUS", "restore", Quick, "RCPY/RCPY", "PAIR/PAIR")]
    [InlineData("PSUS", "suspend", null, "PSUE/PSUE", "PSUE/PSUE")]
    [InlineData("PAIR", "suspend", null, "PSUE/PSUE", "PSUE/PSUE")]
    [InlineData("COPY(RS-R)", "suspend", null, "PSUE/PSUE", "PSUE/PSUE")]
    [InlineData("PSUS", "delete", null, "SMPL/SMPL", "SMPL/SMPL")]
    public async Task A_pair_goes_this_way(string from, string command, string? body, string onTheWay, string end)
    {
        var scene = await LocalScene.InAsync(from);
        await scene.DoAsync(command, body);
        Assert.Equal(onTheWay, await scene.StatusAsync());
        scene.Site.Wait(600);
        Assert.Equal(end, await scene.StatusAsync());
    }

    [Fact]
    public async Task A_resync_from_psue_takes_as_long_as_the_initial_copy_and_one_from_psus_does_not()
    {
        async Task<double> SecondsAsync(string from)
        {
            var scene = await LocalScene.InAsync(from);
            await scene.DoAsync("resync");
            var seconds = 0;
            for (; await scene.StatusAsync() != "PAIR/PAIR"; seconds++)
                scene.Site.Wait(1);
            return seconds;
        }
        Assert.InRange(await SecondsAsync("PSUS"), 1, 10);
        Assert.InRange(await SecondsAsync("PSUE"), 200, 215);
    }

    [Fact]
    public async Task A_quick_resync_shows_pair_within_a_second()
    {
        var scene = await LocalScene.InAsync("PSUS");
        scene.Site.Wait(600);
        await scene.DoAsync("resync", Quick);
        scene.Site.Wait(1);
        Assert.Equal("PAIR/PAIR", await scene.StatusAsync());
    }

    [Theory]
    [InlineData("COPY(PD)", "ReadWrite", "Read")]
    [InlineData("PAIR", "ReadWrite", "Read")]
    [InlineData("COPY(SP)", "ReadWrite", "Read")]
    [InlineData("PSUS(SP)", "ReadWrite", "ReadWrite")]
    [InlineData("PSUS", "ReadWrite", "ReadWrite")]
    [InlineData("COPY(RS)", "ReadWrite", "Read")]
    [InlineData("COPY(RS-R)", "None", "Read")]
    [InlineData("PSUE", "ReadWrite", "Read")]
    [InlineData("SMPL(PD)", "None", "None")]
    [InlineData("SMPL", "ReadWrite", "ReadWrite")]
    public async Task Hosts_may_do_this(string state, string pvol, string svol)
    {
        var scene = await LocalScene.InAsync(state);
        var volumes = scene.Site.World["a"].Volumes;
        Assert.Equal((pvol, svol), (volumes[1].Access.ToString(), volumes[2].Access.ToString()));
    }

    [Fact]
    public async Task Quick_restore_keeps_hosts_from_both_volumes()
    {
        var scene = await LocalScene.InAsync("PSUS");
        await scene.DoAsync("restore", Quick);
        Assert.All([1, 2], id => Assert.Equal(Access.None, scene.Site.World["a"].Volumes[id].Access));
    }

    [Fact]
    public async Task A_second_split_with_other_options_changes_nothing()
    {
        var scene = await LocalScene.InAsync("PSUS");
        var job = await scene.DoAsync("split", Quick);
        Assert.Equal("Succeeded", job["state"]!.GetValue<string>());
        Assert.Equal("no-op", scene.Site.World.Ledger.Since().Single().Effect);
    }

    [Fact]
    public async Task Progress_rises_while_copying_and_is_100_on_a_settled_pair_and_0_after_an_error()
    {
        var scene = await LocalScene.InAsync("COPY(PD)");
        var last = -1;
        while (await scene.StatusAsync() == "COPY/COPY")
        {
            var progress = (await scene.Site.GetAsync("a", LocalScene.PairPath))["copyProgressRate"]!.GetValue<int>();
            Assert.InRange(progress, last, 99);
            last = progress;
            scene.Site.Wait(10);
        }
        Assert.InRange(last, 90, 99);
        Assert.Equal(100, (await scene.Site.GetAsync("a", LocalScene.PairPath))["copyProgressRate"]!.GetValue<int>());
        await scene.DoAsync("suspend");
        Assert.Equal(0, (await scene.Site.GetAsync("a", LocalScene.PairPath))["copyProgressRate"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_consistency_group_splits_at_one_moment_even_when_one_pair_has_more_to_copy()
    {
        var site = Site.Of("""
            topology: v1
            name: local
            arrays:
              a:
                storageDeviceId: "900000040014"
                serialNumber: 40014
                users: { u: { password: secret-u } }
                volumes:
                  - { ids: "1,3", size: 40G }
                  - { ids: "2,4", size: 40G, hostWrites: 200M/s }
                  - { ids: 5-9, size: 40G }
            copyGroups:
              - { name: g, technology: shadow-image, array: a, status: PAIR, consistencyGroup: 7, pairs: [ { name: quiet, pvol: 1, svol: 5 }, { name: busy, pvol: 2, svol: 6 } ] }
            """);
        await site.DoAsync("a", "POST", LocalScene.GroupPath + "/actions/split/invoke");
        var seen = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            var pairs = (await site.GetAsync("a", LocalScene.GroupPath))["copyPairs"]!.AsArray();
            seen.Add(Assert.Single(pairs.Select(p => p!["pvolStatus"]!.GetValue<string>()).Distinct()));
            site.Wait(0.5);
        }
        Assert.Equal(["COPY", "PSUS"], seen.Distinct());
    }

    [Fact]
    public async Task Without_nowait_the_job_ends_with_the_copy_and_with_nowait_at_once()
    {
        var scene = await LocalScene.InAsync("SMPL");
        var waits = await scene.Site.AcceptAsync("a", "POST", "local-clone-copypairs", LocalScene.Body("g", "v", 1, 2, true), noWait: false);
        scene.Site.Wait(10);
        Assert.Equal(("Running", "Started"), Shown(await scene.Site.JobAsync("a", waits)));
        scene.Site.Wait(300);
        Assert.Equal(("Completed", "Succeeded"), Shown(await scene.Site.JobAsync("a", waits)));
        var job = await scene.DoAsync("split");
        Assert.Equal(("Completed", "Succeeded"), Shown(job));
        Assert.Equal("COPY/COPY", await scene.StatusAsync());
    }

    [Fact]
    public async Task The_group_appears_with_its_first_pair_and_goes_with_its_last()
    {
        var scene = await LocalScene.InAsync("SMPL");
        var job = await scene.DoAsync("create");
        Assert.EndsWith("local-clone-copypairs/g,gP_,gS_,v", job["affectedResources"]![0]!.GetValue<string>());
        Assert.Equal("g,gP_,gS_", (await scene.Site.GetAsync("a", "local-clone-copygroups"))["data"]![0]!["localCloneCopygroupId"]!.GetValue<string>());
        await scene.DoAsync("delete");
        Assert.Empty((await scene.Site.GetAsync("a", "local-clone-copygroups"))["data"]!.AsArray());
    }

    private static (string, string) Shown(JsonNode job) => (job["status"]!.GetValue<string>(), job["state"]!.GetValue<string>());
}
