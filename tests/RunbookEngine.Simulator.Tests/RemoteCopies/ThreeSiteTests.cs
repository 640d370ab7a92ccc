using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Tests.Support;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.Tests.RemoteCopies;

/// <summary>Universal Replicator over three sites: HOLD, HOLDING, HLDE and the delta resync.</summary>
/// <remarks>
/// Source: Universal Replicator guide, conditions for delta resync operations; pair statuses of delta resync pairs (HOLD and HOLDING show PSUS,
/// HLDE PSUE); chdcehgi for the way from HLDE to HOLD. CCI guide, journal statuses PJNS, SJNS, PJES, SJES.
/// </remarks>
public class ThreeSiteTests
{
    private const string Osaka = "900000040015";
    private const string Yokohama = "900000040016";
    private const string Delta = $"remote-mirror-copygroups/{Osaka},erp-delta-01,erp-delta-01P_,erp-delta-01S_";
    private const string Ur = """{"parameters":{"replicationType":"UR"}}""";

    private readonly Site _site = new(Topology.Load(Repository.File("examples/topologies/three-site.yaml")).Require());

    [Fact]
    public async Task A_pair_that_stands_by_shows_PSUS_with_HOLD_and_its_journals_stand_by()
    {
        Assert.Equal(("PSUS", "SSUS", "HOLD"), await DeltaAsync());
        Assert.Equal("PJNS", await JournalAsync("yokohama", 2));
        Assert.Equal(["SJNN", "SJNS"], [await JournalAsync("osaka", 1), await JournalAsync("osaka", 2)]);
        Assert.False((await _site.GetAsync("yokohama", Delta, "osaka"))["copyPairs"]![0]!.AsObject().ContainsKey("deltaStatus"));
    }

    [Fact]
    public async Task After_the_loss_of_production_the_delta_resync_makes_the_third_site_follow_the_second_without_a_full_copy()
    {
        await LoseTokyoAsync();
        var job = await _site.AcceptAsync("yokohama", "POST", Delta + "/actions/resync/invoke", Ur, "osaka");
        _site.Wait(2);
        Assert.Equal("Succeeded", (await _site.JobAsync("yokohama", job))["state"]!.GetValue<string>());
        var pair = (await _site.GetAsync("yokohama", Delta + "?detailInfoType=class", "osaka"))["copyPairs"]![0]!;
        Assert.Equal("COPY", pair["pvolStatus"]!.GetValue<string>());
        Assert.InRange(pair["copyProgressRate"]!.GetValue<int>(), 50, 100);
        Assert.False(pair.AsObject().ContainsKey("deltaStatus"));
        _site.Wait(1200);
        Assert.Equal(("PAIR", "PAIR", null), await DeltaAsync());
        Assert.Equal(["SJSN", "SJNN"], [await JournalAsync("osaka", 1), await JournalAsync("osaka", 2)]);
    }

    [Fact]
    public async Task Without_the_takeover_a_delta_resync_is_refused()
    {
        Assert.Equal("Failed", State(await _site.DoAsync("yokohama", "POST", Delta + "/actions/resync/invoke", Ur, "osaka")));
        Assert.Equal(("PSUS", "SSUS", "HOLD"), await DeltaAsync());
    }

    [Fact]
    public async Task Where_the_other_mirror_is_gone_a_delta_resync_is_refused()
    {
        await _site.DoAsync("tokyo", "DELETE", $"remote-mirror-copygroups/{Osaka},erp-ur-01,erp-ur-01P_,erp-ur-01S_", null, "osaka");
        _site.Wait(60);
        await LoseTokyoAsync();
        Assert.Equal("Failed", State(await _site.DoAsync("yokohama", "POST", Delta + "/actions/resync/invoke", Ur, "osaka")));
    }

    [Fact]
    public async Task HOLD_falls_to_HOLDING_while_the_synchronous_copy_is_split_and_is_HOLD_again_after_its_resync()
    {
        const string Tc = $"remote-mirror-copygroups/{Yokohama},erp-tc-01,erp-tc-01P_,erp-tc-01S_";
        await _site.DoAsync("tokyo", "POST", Tc + "/actions/split/invoke", """{"parameters":{"replicationType":"TC"}}""", "yokohama");
        _site.Wait(60);
        Assert.Equal(("PSUS", "SSUS", "HOLDING"), await DeltaAsync());
        Assert.Equal("Failed", State(await _site.DoAsync("yokohama", "POST", Delta + "/actions/resync/invoke", Ur, "osaka")));
        await _site.DoAsync("tokyo", "POST", Tc + "/actions/resync/invoke", """{"parameters":{"replicationType":"TC"}}""", "yokohama");
        _site.Wait(1200);
        Assert.Equal(("PSUS", "SSUS", "HOLD"), await DeltaAsync());
    }

    [Fact]
    public async Task A_standby_pair_that_failed_is_HLDE_and_a_resync_makes_it_stand_by_again()
    {
        await _site.FaultAsync("""{"kind":"pair-error","copyGroup":"erp-delta-01"}""");
        Assert.Equal(("PSUE", "PSUE", "HLDE"), await DeltaAsync());
        Assert.Equal(("PJES", "SJES"), (await JournalAsync("yokohama", 2), await JournalAsync("osaka", 2)));
        Assert.Equal("Succeeded", State(await _site.DoAsync("yokohama", "POST", Delta + "/actions/resync/invoke", Ur, "osaka")));
        Assert.Equal(("PSUS", "SSUS", "HOLD"), await DeltaAsync());
    }

    [Theory]
    [InlineData("split", "yokohama", "", "Succeeded")]
    [InlineData("split", "osaka", "\"svolOperationMode\":\"SSWS\"", "Failed")]
    [InlineData("resync", "osaka", "\"doSwapSvol\":true", "Failed")]
    public async Task A_standby_pair_takes_no_other_command(string action, string asked, string option, string state)
    {
        var path = asked == "yokohama" ? Delta : $"remote-mirror-copygroups/{Yokohama},erp-delta-01,erp-delta-01S_,erp-delta-01P_";
        var body = "{\"parameters\":{\"replicationType\":\"UR\"" + (option.Length == 0 ? "" : "," + option) + "}}";
        Assert.Equal(state, State(await _site.DoAsync(asked, "POST", $"{path}/actions/{action}/invoke", body, asked == "yokohama" ? "osaka" : "yokohama")));
        Assert.Equal(("PSUS", "SSUS", "HOLD"), await DeltaAsync());
    }

    [Fact]
    public async Task A_standby_pair_is_made_from_the_svol_of_a_synchronous_copy_and_no_other_volume()
    {
        await _site.DoAsync("yokohama", "DELETE", Delta, null, "osaka");
        _site.Wait(60);
        static string Body(string name, string more) => $$"""
            {"copyGroupName":"{{name}}","copyPairName":"v","replicationType":"UR","remoteStorageDeviceId":"{{Osaka}}","pvolLdevId":100,"svolLdevId":100,
             "isNewGroupCreation":true,"pvolJournalId":1,"svolJournalId":1,"muNumber":2{{more}}}
            """;
        Assert.Equal("Failed", State(await _site.DoAsync("yokohama", "POST", "remote-mirror-copypairs", Body("plain", ""), "osaka")));
        Assert.Equal("Succeeded", State(await _site.DoAsync("yokohama", "POST", "remote-mirror-copypairs", Body("again", ",\"doDeltaResyncSuspend\":true"), "osaka")));
        var pair = (await _site.GetAsync("yokohama", $"remote-mirror-copygroups/{Osaka},again,againP_,againS_?detailInfoType=class", "osaka"))["copyPairs"]![0]!;
        Assert.Equal(("PSUS", "HOLD"), (pair["pvolStatus"]!.GetValue<string>(), pair["deltaStatus"]!.GetValue<string>()));
        Assert.Equal(400, (await _site.SendAsync("yokohama", "POST", "remote-mirror-copypairs", Body("no", ",\"doDeltaResyncSuspend\":true,\"doInitialCopy\":false"), "osaka")).Status);
    }

    private async Task LoseTokyoAsync()
    {
        await _site.FaultAsync("""{"kind":"array-gone","array":"tokyo"}""");
        _site.Wait(10);
        await _site.DoAsync("yokohama", "POST", "remote-mirror-copygroups/NotSpecified,erp-tc-01,erp-tc-01S_,NotSpecified/actions/takeover/invoke",
            """{"parameters":{"mode":"forceSplit"}}""");
        _site.Wait(60);
    }

    private async Task<(string P, string S, string? Delta)> DeltaAsync()
    {
        var pair = (await _site.GetAsync("yokohama", Delta + "?detailInfoType=class", "osaka"))["copyPairs"]![0]!;
        return (pair["pvolStatus"]!.GetValue<string>(), pair["svolStatus"]!.GetValue<string>(), pair["deltaStatus"]?.GetValue<string>());
    }

    private async Task<string> JournalAsync(string array, int mirrorUnit) =>
        (await _site.GetAsync(array, "journals?journalInfo=basic"))["data"]!.AsArray().Single(j => j!["muNumber"]!.GetValue<int>() == mirrorUnit)!["journalStatus"]!.GetValue<string>();

    private static string State(JsonNode job) => job["state"]!.GetValue<string>();
}
