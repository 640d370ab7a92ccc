using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests;

/// <summary>Volumes in two pairs at once.</summary>
/// <remarks>Source: ShadowImage guide MK-98RD9021, sharing volumes with Universal Replicator.</remarks>
public class SharingTests
{
    private const string Mirror = "remote-mirror-copygroups/900000040015,erp-ur-01,erp-ur-01P_,erp-ur-01S_";
    private const string Backup = "local-clone-copygroups/erp-si-01,erp-si-01P_,erp-si-01S_";
    private const string Drill = "local-clone-copygroups/erp-drill-01,erp-drill-01P_,erp-drill-01S_";
    private const string Ur = """{"parameters":{"replicationType":"UR"}}""";

    [Fact]
    public async Task A_restore_onto_a_ur_pvol_is_refused_until_every_mirror_of_it_is_split()
    {
        var site = Site.TwoSites();
        Assert.Equal("Failed", State(await site.DoAsync("tokyo", "POST", Backup + "/actions/restore/invoke", """{"parameters":{}}""")));
        foreach (var group in new[] { "erp-ur-01", "erp-ur-02" })
            await site.DoAsync("tokyo", "POST", $"remote-mirror-copygroups/900000040015,{group},{group}P_,{group}S_/actions/split/invoke", Ur, "osaka");
        site.Wait(60);
        Assert.Equal("Succeeded", State(await site.DoAsync("tokyo", "POST", Backup + "/actions/restore/invoke", """{"parameters":{}}""")));
        Assert.Equal("Failed", State(await site.DoAsync("tokyo", "POST", Mirror + "/actions/resync/invoke", Ur, "osaka")));
        site.Wait(1800);
        Assert.Equal("Succeeded", State(await site.DoAsync("tokyo", "POST", Backup + "/actions/split/invoke")));
        site.Wait(120);
        Assert.Equal("Succeeded", State(await site.DoAsync("tokyo", "POST", Mirror + "/actions/resync/invoke", Ur, "osaka")));
    }

    [Theory]
    [InlineData("COPY")]
    [InlineData("PAIR")]
    [InlineData("PSUS")]
    public async Task A_drill_copy_of_ur_svols_can_be_renewed_in_any_status_of_the_mirror(string mirror)
    {
        var site = Site.TwoSites();
        site.Wait(600);
        if (mirror != "PAIR")
        {
            await site.DoAsync("tokyo", "POST", Mirror + "/actions/split/invoke", Ur, "osaka");
            site.Wait(600);
        }
        if (mirror == "COPY")
            await site.DoAsync("tokyo", "POST", Mirror + "/actions/resync/invoke", Ur, "osaka");
        Assert.Equal("Succeeded", State(await site.DoAsync("osaka", "POST", Drill + "/actions/resync/invoke", """{"parameters":{}}""")));
        site.Wait(600);
        Assert.Equal("Succeeded", State(await site.DoAsync("osaka", "POST", Drill + "/actions/split/invoke")));
        site.Wait(120);
        var pairs = (await site.GetAsync("osaka", Drill))["copyPairs"]!.AsArray();
        Assert.All(pairs, p => Assert.Equal(("PSUS", "SSUS"), (p!["pvolStatus"]!.GetValue<string>(), p["svolStatus"]!.GetValue<string>())));
    }

    [Fact]
    public async Task What_a_mirror_writes_on_its_svol_is_difference_for_the_drill_copy()
    {
        var site = Site.TwoSites();
        site.Wait(1000);
        await site.DoAsync("osaka", "POST", Drill + "/actions/resync/invoke", """{"parameters":{}}""");
        var progress = (await site.GetAsync("osaka", Drill))["copyPairs"]![0]!["copyProgressRate"]!.GetValue<int>();
        // 1000 s of 10 MiB/s arriving on the S-VOL and 1 MiB/s of drill hosts, of 12 GiB.
        Assert.InRange(progress, 8, 12);
    }

    private static string State(System.Text.Json.Nodes.JsonNode job) => job["state"]!.GetValue<string>();
}
