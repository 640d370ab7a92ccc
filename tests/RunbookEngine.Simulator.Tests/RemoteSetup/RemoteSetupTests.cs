using RunbookEngine.Simulator.Tests.RemoteCopies;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.RemoteSetup;

public class RemoteSetupTests
{
    private readonly Site _site = Site.TwoSites();

    [Fact]
    public async Task Remote_storages_list_the_array_itself_and_its_partners()
    {
        var data = (await _site.GetAsync("tokyo", "remote-storages"))["data"]!.AsArray();
        Assert.Equal([("900000040014", "Local"), ("900000040015", "Remote")], data.Select(s => (s!["storageDeviceId"]!.GetValue<string>(), s["dkcType"]!.GetValue<string>())));
        Assert.Equal(404, (await _site.SendAsync("tokyo", "GET", "remote-storages/900000099999")).Status);
    }

    [Fact]
    public async Task A_partner_is_forgotten_and_registered_again_with_a_session_of_its_own()
    {
        await _site.DoAsync("tokyo", "DELETE", "remote-storages/900000040015", """{"isMutualDeletion":true}""", "osaka");
        Assert.Single((await _site.GetAsync("osaka", "remote-storages"))["data"]!.AsArray());
        const string body = """{"storageDeviceId":"900000040015","restServerIp":"192.0.2.1","restServerPort":443,"isMutualDiscovery":true}""";
        Assert.Equal(401, (await _site.SendAsync("tokyo", "POST", "remote-storages", body)).Status);
        Assert.Equal("Succeeded", (await _site.DoAsync("tokyo", "POST", "remote-storages", body, "osaka"))["state"]!.GetValue<string>());
        Assert.Equal(2, (await _site.GetAsync("osaka", "remote-storages"))["data"]!.AsArray().Count);
        Assert.Equal("no-op", (await LastEffectAsync("POST", "remote-storages", body)));
    }

    [Theory]
    [InlineData("TC", true)]
    [InlineData("UR", true)]
    [InlineData("GAD", true)]
    [InlineData("TC", false)]
    public async Task A_remote_pair_needs_a_registered_partner_unless_the_switch_says_otherwise(string technology, bool needed)
    {
        var scene = RemoteScene.Without(technology, needed ? "" : "switches: { remotePairsNeedRegistration: false }");
        await scene.Site.DoAsync("a", "DELETE", "remote-storages/" + RemoteScene.B, """{"isMutualDeletion":false}""");

        var first = await scene.Site.SendAsync("a", "POST", "remote-mirror-copypairs", scene.CreateBody(), "b");
        Assert.Equal(needed ? 404 : 202, first.Status);
        if (!needed)
            return;
        Assert.Equal("KART30013-E", Site.Parse(first)["messageId"]!.GetValue<string>());
        await scene.Site.DoAsync("a", "POST", "remote-storages", $$"""{"storageDeviceId":"{{RemoteScene.B}}","restServerIp":"192.0.2.1","restServerPort":443}""", "b");
        Assert.Equal("Succeeded", (await scene.CreateAsync())["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_remote_connection_is_made_changed_and_deleted()
    {
        const string id = "remotepath-groups/40015,R9,7";
        var job = await _site.DoAsync("tokyo", "POST", "remotepath-groups",
            """{"localPortId":"CL1-A","remotePortId":"CL1-A","remoteSerialNumber":"40015","remoteStorageTypeId":"R9","pathGroupId":7}""");
        Assert.EndsWith(id, job["affectedResources"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        await _site.DoAsync("tokyo", "POST", id + "/actions/add-remotepath/invoke", """{"parameters":{"localPortId":"CL2-A","remotePortId":"CL2-A"}}""");
        await _site.DoAsync("tokyo", "PATCH", id, """{"minNumOfPaths":2,"roundTripTimeInMilliSeconds":5}""");
        var group = await _site.GetAsync("tokyo", id);
        Assert.Equal((2, 2, 5), (group["numOfPaths"]!.GetValue<int>(), group["minNumOfPaths"]!.GetValue<int>(), group["roundTripTimeInMilliSeconds"]!.GetValue<int>()));
        Assert.All(group["remotePaths"]!.AsArray(), p => Assert.Equal("NML_01", p!["pathStatus"]!.GetValue<string>()));
        Assert.Equal("Failed", (await RemoveAsync("CL2-A"))["state"]!.GetValue<string>());
        await _site.DoAsync("tokyo", "PATCH", id, """{"minNumOfPaths":1}""");
        Assert.Equal("Succeeded", (await RemoveAsync("CL2-A"))["state"]!.GetValue<string>());
        Assert.Equal("Succeeded", (await _site.DoAsync("tokyo", "DELETE", id))["state"]!.GetValue<string>());
        Assert.Equal("Failed", (await _site.DoAsync("tokyo", "DELETE", "remotepath-groups/40015,R9,0"))["state"]!.GetValue<string>());

        Task<System.Text.Json.Nodes.JsonNode> RemoveAsync(string port) =>
            _site.DoAsync("tokyo", "POST", id + "/actions/remove-remotepath/invoke", $$"""{"parameters":{"localPortId":"{{port}}","remotePortId":"{{port}}"} }""");
    }

    [Fact]
    public async Task A_path_over_a_line_that_is_cut_is_not_healthy()
    {
        _site.World.Links[0].LineUp = false;
        var group = await _site.GetAsync("tokyo", "remotepath-groups/40015,R9,0");
        Assert.All(group["remotePaths"]!.AsArray(), p => Assert.NotEqual("NML_01", p!["pathStatus"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_quorum_disk_is_made_and_deleted()
    {
        const string body = """{"quorumDiskId":3,"remoteSerialNumber":"40015","remoteStorageTypeId":"R9","ldevId":320}""";
        Assert.Equal("Succeeded", (await _site.DoAsync("tokyo", "POST", "quorum-disks", body))["state"]!.GetValue<string>());
        Assert.Equal("Failed", (await _site.DoAsync("tokyo", "POST", "quorum-disks", body))["state"]!.GetValue<string>());
        var disk = await _site.GetAsync("tokyo", "quorum-disks/3");
        Assert.Equal(("40015", "NORMAL", 320), (disk["remoteSerialNumber"]!.GetValue<string>(), disk["status"]!.GetValue<string>(), disk["ldevId"]!.GetValue<int>()));
        Assert.Null((await _site.GetAsync("tokyo", "quorum-disks/0"))["ldevId"]);
        await _site.DoAsync("tokyo", "DELETE", "quorum-disks/3");
        Assert.Equal(404, (await _site.SendAsync("tokyo", "GET", "quorum-disks/3")).Status);
    }

    private async Task<string> LastEffectAsync(string method, string path, string body)
    {
        await _site.DoAsync("tokyo", method, path, body, "osaka");
        return _site.World.Ledger.Since()[^1].Effect;
    }
}
