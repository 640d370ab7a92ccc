using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests;

public class FirstLightTests
{
    private const string Group = "remote-mirror-copygroups/900000040015,erp-ur-01,erp-ur-01P_,erp-ur-01S_";

    [Fact]
    public async Task A_mirror_goes_from_pair_to_psus_to_copy_to_pair()
    {
        var site = Site.TwoSites();
        Assert.Equal(("PAIR", "PAIR"), await StatusAsync(site));

        var job = await site.DoAsync("tokyo", "PUT", Group + "/actions/split/invoke", """{"parameters":{"replicationType":"UR"}}""", "osaka");
        Assert.Equal("Succeeded", job["state"]!.GetValue<string>());
        site.Wait(60);
        Assert.Equal(("PSUS", "SSUS"), await StatusAsync(site));

        site.Wait(300);
        await site.DoAsync("tokyo", "POST", Group + "/actions/resync/invoke", """{"parameters":{"replicationType":"UR"}}""", "osaka");
        Assert.Equal(("COPY", "COPY"), await StatusAsync(site));
        site.Wait(600);
        Assert.Equal(("PAIR", "PAIR"), await StatusAsync(site));
        Assert.Equal(["split", "resync"], site.World.Ledger.Since().Select(e => e.Action));
    }

    [Fact]
    public async Task A_local_copy_goes_from_psus_to_copy_to_pair_to_psus()
    {
        var site = Site.TwoSites();
        const string path = "local-clone-copygroups/erp-si-01,erp-si-01P_,erp-si-01S_";
        site.Wait(600);
        await site.DoAsync("tokyo", "POST", path + "/actions/resync/invoke", """{"parameters":{}}""");
        Assert.Equal(("COPY", "COPY"), await LocalAsync());
        site.Wait(600);
        Assert.Equal(("PAIR", "PAIR"), await LocalAsync());
        await site.DoAsync("tokyo", "POST", path + "/actions/split/invoke");
        site.Wait(120);
        Assert.Equal(("PSUS", "SSUS"), await LocalAsync());

        async Task<(string, string)> LocalAsync() => Only((await site.GetAsync("tokyo", path))["copyPairs"]!.AsArray());
    }

    private static async Task<(string, string)> StatusAsync(Site site) =>
        Only((await site.GetAsync("tokyo", Group, "osaka"))["copyPairs"]!.AsArray());

    private static (string, string) Only(JsonArray pairs) =>
        Assert.Single(pairs.Select(p => (p!["pvolStatus"]!.GetValue<string>(), p["svolStatus"]!.GetValue<string>())).Distinct());
}
