using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.LocalCopies;

/// <summary>Second-layer pairs, splits out of the initial copy, and splits that wait for a journal.</summary>
/// <remarks>
/// Source: ShadowImage guide MK-98RD9021, splitting ShadowImage pairs; using consistency group pair split with shared volumes. Business Copy
/// guide, example 3, for a consistency group with a pair in PSUE.
/// </remarks>
public class ShadowImageLayerTests
{
    private const string None = """{"parameters":{}}""";

    [Theory]
    [InlineData("PAIR", false)]
    [InlineData("PSUE", false)]
    [InlineData("PSUS", true)]
    public async Task A_pair_of_the_second_layer_is_split_or_created_to_be_split_only_from_a_first_layer_in_PSUS(string first, bool taken)
    {
        var site = Site.Of(Arrays($"- {{ name: L1, technology: shadow-image, array: a, status: {first}, pairs: [ {{ name: v, pvol: 1, svol: 2 }} ] }}"));
        Assert.Equal(taken ? "Succeeded" : "Failed", State(await site.DoAsync("a", "POST", "local-clone-copypairs", LocalScene.Body("auto", "v", 2, 4, isNew: true, ",\"autoSplit\":true"))));
        Assert.Equal("Succeeded", State(await site.DoAsync("a", "POST", "local-clone-copypairs", LocalScene.Body("L2", "v", 2, 3, isNew: true, ",\"pvolMuNumber\":1"))));
        site.Wait(3600);
        Assert.Equal(taken ? "Succeeded" : "Failed", State(await site.DoAsync("a", "POST", "local-clone-copygroups/L2,L2P_,L2S_/actions/split/invoke", None)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"quickMode\":true")]
    public async Task A_split_during_the_initial_copy_does_that_copy_again(string mode)
    {
        var scene = await LocalScene.InAsync("COPY(PD)");
        scene.Site.Wait(150);
        Assert.InRange(await ProgressAsync(scene), 60, 99);
        await scene.DoAsync("split", "{\"parameters\":{" + mode + "}}");
        Assert.Equal(0, await ProgressAsync(scene));
        scene.Site.Wait(150);
        Assert.NotEqual("PSUS/SSUS", await scene.StatusAsync());
        scene.Site.Wait(120);
        Assert.Equal("PSUS/SSUS", await scene.StatusAsync());
    }

    [Theory]
    [InlineData("", "Succeeded", "PSUS/SSUS")]
    [InlineData("switches: { consistencySplitNeedsWholeGroup: true }", "Failed", "PAIR/PAIR")]
    public async Task A_consistency_group_with_a_pair_in_PSUE_is_split_for_the_others_or_not_at_all(string switches, string state, string end)
    {
        var site = Site.Of(Arrays(
            "- { name: g, technology: shadow-image, array: a, status: PAIR, consistencyGroup: 4, pairs: [ { name: v, pvol: 1, svol: 2 }, { name: w, pvol: 3, svol: 4 } ] }", switches));
        await site.DoAsync("a", "POST", "local-clone-copypairs/g,gP_,gS_,w/actions/split/invoke", """{"parameters":{"forceSuspend":true}}""");
        Assert.Equal(state, State(await site.DoAsync("a", "POST", LocalScene.GroupPath + "/actions/split/invoke", None)));
        site.Wait(300);
        Assert.Equal([end, "PSUE/PSUE"], await StatusesAsync(site, "a", LocalScene.GroupPath));
    }

    [Fact]
    public async Task A_split_of_copies_of_UR_svols_waits_until_the_journal_has_brought_what_was_in_it()
    {
        var site = await WithBacklogAsync();
        var backlog = (await JournalAsync(site, "a"))["qCount"]!.GetValue<long>();
        Assert.True(backlog > 100);
        var job = await site.AcceptAsync("b", "POST", "local-clone-copygroups/drill,drillP_,drillS_/actions/split/invoke", None, noWait: false);
        site.Wait(60);
        Assert.Equal(["COPY/COPY"], await StatusesAsync(site, "b", Drill));
        Assert.Equal("Running", (await site.JobAsync("b", job))["status"]!.GetValue<string>());
        // 4 MiB/s carry away what came in at 3 MiB/s while the line was down.
        for (var minutes = 0; minutes < 120 && (await StatusesAsync(site, "b", Drill))[0] != "PSUS/SSUS"; minutes++)
            site.Wait(60);
        Assert.Equal(["PSUS/SSUS"], await StatusesAsync(site, "b", Drill));
        Assert.Equal("Succeeded", (await site.JobAsync("b", job))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_split_that_waits_six_hours_for_the_journal_is_given_up_and_the_pairs_are_what_they_were()
    {
        var site = await WithBacklogAsync();
        site.World["a"].Volumes[1].SetWriteRate(0, site.World.Now);
        site.World.Links[0].BytesPerSecond = 1024;
        site.World.LinksChanged();
        var job = await site.AcceptAsync("b", "POST", "local-clone-copygroups/drill,drillP_,drillS_/actions/split/invoke", None, noWait: false);
        site.Wait(5 * 3600);
        Assert.Equal(["COPY/COPY"], await StatusesAsync(site, "b", Drill));
        site.Wait(3700);
        Assert.Equal(["PAIR/PAIR"], await StatusesAsync(site, "b", Drill));
        Assert.Equal("Failed", (await site.JobAsync("b", job))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_split_of_one_pair_does_not_wait_for_the_journal()
    {
        var site = await WithBacklogAsync();
        await site.DoAsync("b", "POST", "local-clone-copypairs/drill,drillP_,drillS_,v/actions/split/invoke", None);
        site.Wait(60);
        Assert.Equal(["PSUS/SSUS"], await StatusesAsync(site, "b", Drill));
    }

    private const string Drill = "local-clone-copygroups/drill,drillP_,drillS_";

    /// <summary>A mirror whose line was away for four minutes of host writes, and is slow now.</summary>
    private static Task<Site> WithBacklogAsync()
    {
        var site = Site.Of("""
            topology: v1
            name: drill
            arrays:
              a:
                storageDeviceId: "900000040014"
                serialNumber: 40014
                users: { u: { password: secret-u, roles: [administrator] } }
                journals: [ { id: 1, capacity: 20G, pathBlockadeWatch: 60, dataOverflowWatch: 600 } ]
                volumes: [ { ids: 1-2, size: 40G, hostWrites: 3M/s } ]
              b:
                storageDeviceId: "900000040015"
                serialNumber: 40015
                users: { u: { password: secret-u, roles: [administrator] } }
                journals: [ { id: 1, capacity: 20G, pathBlockadeWatch: 60 } ]
                volumes: [ { ids: 1-9, size: 40G } ]
            links: [ { between: [a, b], bandwidth: 4M/s, paths: 4 } ]
            copyGroups:
              - { name: ur, technology: universal-replicator, primary: a, secondary: b, status: PAIR, journals: { primary: 1, secondary: 1 }, pairs: [ { name: v, pvol: 1, svol: 1 } ] }
              - { name: drill, technology: shadow-image, array: b, status: PAIR, consistencyGroup: 7, pairs: [ { name: v, pvol: 1, svol: 2 } ] }
            """);
        site.World.AdvanceToNow();
        site.World.Links[0].LineUp = false;
        site.World.LinksChanged();
        site.Wait(240);
        site.World.AdvanceToNow();
        site.World.Links[0].LineUp = true;
        site.World.LinksChanged();
        return Task.FromResult(site);
    }

    private static Task<JsonNode> JournalAsync(Site site, string array) => site.GetAsync(array, "journals/1");

    private static async Task<int> ProgressAsync(LocalScene scene) => (await scene.Site.GetAsync("a", LocalScene.PairPath))["copyProgressRate"]!.GetValue<int>();

    private static async Task<List<string>> StatusesAsync(Site site, string array, string group) =>
        [.. (await site.GetAsync(array, group))["copyPairs"]!.AsArray().Select(p => $"{p!["pvolStatus"]}/{p["svolStatus"]}")];

    private static string State(JsonNode job) => job["state"]!.GetValue<string>();

    private static string Arrays(string groups, string switches = "") => $$"""
        topology: v1
        name: layers
        {{switches}}
        arrays:
          a:
            storageDeviceId: "900000040014"
            serialNumber: 40014
            users: { u: { password: secret-u, roles: [administrator] } }
            volumes: [ { ids: 1-9, size: 40G } ]
        copyGroups:
          {{groups}}
        """;
}
