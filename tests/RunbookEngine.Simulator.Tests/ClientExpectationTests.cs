using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Tests.RemoteCopies;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests;

/// <summary>What software in the field, a cloud block-storage driver and the vendor's automation, relies on.</summary>
public class ClientExpectationTests
{
    private static readonly string[] LocalGroupKeys = ["copyGroupName", "pvolDeviceGroupName", "svolDeviceGroupName", "localCloneCopygroupId"];

    private static readonly string[] LocalPairKeys =
    [
        "copyGroupName", "copyPairName", "replicationType", "pvolLdevId", "pvolMuNumber", "svolLdevId", "consistencyGroupId", "pvolStatus", "svolStatus",
        "localCloneCopypairId", "copyMode", "copyProgressRate", "pvolDifferenceDataManagement", "svolDifferenceDataManagement", "pvolProcessingStatus",
        "svolProcessingStatus",
    ];

    private static readonly string[] RemoteGroupKeys =
        ["remoteMirrorCopyGroupId", "copyGroupName", "remoteStorageDeviceId", "localDeviceGroupName", "remoteDeviceGroupName", "muNumber"];

    private static readonly string[] RemotePairKeys =
    [
        "copyGroupName", "copyPairName", "replicationType", "remoteMirrorCopyPairId", "pvolLdevId", "svolLdevId", "pvolStatus", "svolStatus",
        "pvolStorageDeviceId", "svolStorageDeviceId", "consistencyGroupId", "fenceLevel", "quorumDiskId", "copyProgressRate",
        "pvolDifferenceDataManagement", "svolDifferenceDataManagement", "pvolProcessingStatus", "svolProcessingStatus", "pvolIOMode", "svolIOMode",
        "pvolJournalId", "svolJournalId", "isAluaEnabled",
    ];

    [Theory]
    [InlineData("/ConfigurationManager/v1/objects/local-clone-copygroups")]
    [InlineData("/ConfigurationManager/v1/objects/local-clone-copygroups/")]
    [InlineData("/ConfigurationManager/v1/objects/storages/900000040014/local-clone-copygroups")]
    [InlineData("/ConfigurationManager/v1/objects/storages/900000040014/local-clone-copygroups/erp-si-01%2Cerp-si-01P_%2Cerp-si-01S_")]
    [InlineData("/ConfigurationManager/v1/objects/local-clone-copygroups/erp-si-01,erp-si-01P_,erp-si-01S_/")]
    public async Task Expectation_1_both_path_forms_commas_and_a_trailing_slash(string path)
    {
        var answer = await Site.TwoSites().SendAsync("tokyo", "GET", path);
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task Expectation_1_the_arrays_own_entry_comes_first_and_needs_no_session()
    {
        var answer = await Site.TwoSites().World["osaka"].HandleAsync(new SimRequest("GET", Site.Objects + "storages", "", [], default));
        Assert.Equal("900000040015", Site.Parse(answer)["data"]![0]!["storageDeviceId"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("SI")]
    [InlineData("TC")]
    [InlineData("UR")]
    [InlineData("GAD")]
    public async Task Expectation_2_no_surprise_fields_in_any_status(string technology)
    {
        if (technology == "SI")
        {
            var site = Site.TwoSites();
            var groups = (await site.GetAsync("tokyo", "local-clone-copygroups"))["data"]!.AsArray();
            Assert.All(groups, g => Only(g!, LocalGroupKeys));
            var pairs = (await site.GetAsync("tokyo", "local-clone-copypairs?localCloneCopyGroupId=erp-si-01,erp-si-01P_,erp-si-01S_"))["data"]!.AsArray();
            Assert.Equal(4, pairs.Count);
            Assert.All(pairs, p => Only(p!, LocalPairKeys));
            return;
        }
        foreach (var status in new[] { "COPY", "PAIR", "PSUS", "PSUE", "SSWS" })
        {
            var scene = await RemoteScene.InAsync(technology, status);
            Assert.All((await scene.Site.GetAsync("a", $"remote-mirror-copygroups?remoteStorageDeviceId={RemoteScene.B}", "b"))["data"]!.AsArray(), g => Only(g!, RemoteGroupKeys));
            Only((await scene.Site.GetAsync("a", RemoteScene.PairPath("a"), "b")), RemotePairKeys);
            Assert.All((await scene.Site.GetAsync("a", RemoteScene.GroupPath("a"), "b"))["copyPairs"]!.AsArray(), p => Only(p!, RemotePairKeys));
        }
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task Expectation_4_actions_by_put_and_post(string method)
    {
        var scene = RemoteScene.Paired("TC");
        await scene.Site.AcceptAsync("a", method, RemoteScene.GroupPath("a") + "/actions/split/invoke", scene.ActionBody("split"), "b");
    }

    [Theory]
    [InlineData("Completed")]
    [InlineData("Completed;")]
    public async Task Expectation_5_an_answer_is_held_until_the_job_has_ended(string wanted)
    {
        var scene = RemoteScene.Without("TC");
        await scene.Site.TokenAsync("a");
        var held = scene.Site.SendAsync("a", "POST", "remote-mirror-copypairs", scene.CreateBody(), "b", ("Response-Max-Wait", "1800"), ("Response-Job-Status", wanted));
        var answer = await scene.Site.HeldAsync(held);
        Assert.Equal(202, answer.Status);
        Assert.Contains("json", answer.Headers["Content-Type"]);
        Assert.Equal(("Completed", "Succeeded"), (Site.Parse(answer)["status"]!.GetValue<string>(), Site.Parse(answer)["state"]!.GetValue<string>()));
        Assert.Equal("a:PAIR b:PAIR", await scene.StatusAsync());
    }

    [Fact]
    public async Task Expectation_5_an_answer_is_not_held_longer_than_asked()
    {
        var scene = RemoteScene.Without("TC");
        await scene.Site.TokenAsync("a");
        var held = scene.Site.SendAsync("a", "POST", "remote-mirror-copypairs", scene.CreateBody(), "b", ("Response-Max-Wait", "5"), ("Response-Job-Status", "Completed"));
        var job = Site.Parse(await scene.Site.HeldAsync(held));
        Assert.Equal(("Running", "StorageAccepted"), (job["status"]!.GetValue<string>(), job["state"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Expectation_6_the_last_part_of_the_affected_resource_is_the_id_of_the_next_get()
    {
        var scene = RemoteScene.Without("UR");
        var job = await scene.CreateAsync();
        var resource = job["affectedResources"]![0]!.GetValue<string>();
        await scene.Site.GetAsync("a", "remote-mirror-copypairs/" + resource[(resource.LastIndexOf('/') + 1)..], "b");
    }

    [Fact]
    public async Task Expectation_6_a_failed_job_has_affected_resources_too()
    {
        var scene = await RemoteScene.InAsync("TC", "SSWS");
        Assert.Empty((await scene.ActAsync("a", "resync"))["affectedResources"]!.AsArray());
    }

    [Fact]
    public async Task Expectation_7_ids_are_relative_to_the_array_asked()
    {
        var scene = RemoteScene.Paired("UR");
        var atA = (await scene.Site.GetAsync("a", $"remote-mirror-copygroups?remoteStorageDeviceId={RemoteScene.B}", "b"))["data"]![0]!;
        var atB = (await scene.Site.GetAsync("b", $"remote-mirror-copygroups?remoteStorageDeviceId={RemoteScene.A}", "a"))["data"]![0]!;
        Assert.Equal($"{RemoteScene.B},g,gP_,gS_", atA["remoteMirrorCopyGroupId"]!.GetValue<string>());
        Assert.Equal($"{RemoteScene.A},g,gS_,gP_", atB["remoteMirrorCopyGroupId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Expectation_9_extras_and_numbers_as_text_are_taken()
    {
        var scene = RemoteScene.Without("TC");
        var body = scene.CreateBody(""","fenceLevel":"NEVER","isConsistencyGroup":false,"copyPace":3,"doInitialCopy":true,"isDataReductionForceCopy":false,"pathGroupId":0""")
            .Replace("\"svolLdevId\":1", "\"svolLdevId\":\"1\"", StringComparison.Ordinal);
        await scene.Site.AcceptAsync("a", "POST", "remote-mirror-copypairs", body, "b");
        var ur = RemoteScene.Without("UR");
        await ur.Site.AcceptAsync("a", "POST", "remote-mirror-copypairs", ur.CreateBody(""","fenceLevel":"ASYNC","pathGroupId":0"""), "b");
    }

    [Theory]
    [InlineData("404")]
    [InlineData("500")]
    public async Task Expectation_10_a_group_that_is_gone_is_kart40041(string status)
    {
        var scene = RemoteScene.Paired("UR", "switches: { vanishedGroupStatus: " + status + " }");
        await scene.DeleteAsync("a", byPair: true);
        scene.Site.Wait(10);
        var answer = await scene.Site.SendAsync("a", "GET", RemoteScene.GroupPath("a"), null, "b");
        Assert.Equal(status, answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("KART40041-E", Site.Parse(answer)["messageId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Expectation_11_an_error_body_has_its_facts_and_no_empty_ones()
    {
        var site = Site.TwoSites();
        var headers = new SimHeaders { { "Authorization", "Session 00000000000000000000000000000000" } };
        var answer = await site.World["tokyo"].HandleAsync(new SimRequest("GET", Site.Objects + "jobs", "", headers, default));
        Assert.Equal(401, answer.Status);
        Assert.Contains("The specified token is invalid", answer.Text);
        Assert.Contains("realm=\"Block storage\"", answer.Headers["WWW-Authenticate"]);
        var wrong = Site.Parse(await site.SendAsync("tokyo", "GET", "local-clone-copygroups/x,y,z"));
        Assert.All(["errorSource", "message", "messageId", "cause", "solution"], key => Assert.NotNull(wrong[key]));
        Assert.Null(wrong["errorCode"]);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_remote_request_needs_a_living_session_of_the_partner(bool send, bool thrownOut)
    {
        var scene = RemoteScene.Paired("TC");
        if (send)
            await scene.Site.TokenAsync("b");
        if (thrownOut)
            scene.Site.World["b"].Servers[0].Sessions.DiscardAll();
        foreach (var (method, path, body) in new[]
        {
            ("GET", RemoteScene.GroupPath("a"), null), ("GET", RemoteScene.PairPath("a"), null),
            ("GET", "remote-mirror-copygroups?remoteStorageDeviceId=" + RemoteScene.B, null),
            ("POST", RemoteScene.GroupPath("a") + "/actions/split/invoke", scene.ActionBody("split")),
            ("POST", RemoteScene.PairPath("a") + "/actions/resync/invoke", scene.ActionBody("resync")),
            ("DELETE", RemoteScene.GroupPath("a"), null),
        })
        {
            var answer = await scene.Site.SendAsync("a", method, path, body, send ? "b" : null);
            Assert.Equal((401, "KART40047-E"), (answer.Status, Site.Parse(answer)["messageId"]!.GetValue<string>()));
        }
        Assert.Empty(scene.Site.World.Ledger.Since());
    }

    private static void Only(JsonNode json, string[] keys) => Assert.Empty(json.AsObject().Select(p => p.Key).Except(keys));
}
