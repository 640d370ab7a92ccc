using System.Globalization;
using System.Text;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.ResourceGroups;

/// <summary>Pairs whose volumes are in a resource group of somebody else.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, overview of user management and access control; HTTP status codes, 404.</remarks>
public class PairAccessTests
{
    private const string A = "900000040014";
    private const string B = "900000040015";
    private const string Services = "/ConfigurationManager/v1/services/";
    private const string Local = "local-clone-copygroups/si,siP_,siS_";
    private const string Remote = $"remote-mirror-copygroups/{B},tc,tcP_,tcS_";
    private const string Alone = "remote-mirror-copygroups/NotSpecified,tc,tcP_,NotSpecified";
    private const string RemotePair = $"remote-mirror-copypairs/{B},tc,tcP_,tcS_,v";
    private const string Si = """{"parameters":{}}""";
    private const string Tc = """{"parameters":{"replicationType":"TC"}}""";

    /// <summary>Volumes 1 to 9 are in resource group 1, 11 to 19 in group 2; "all" may touch both, "one" and "two" their own.</summary>
    private readonly Site _site = Site.Of($$"""
        topology: v1
        name: tenants
        arrays:
          a:
            storageDeviceId: "{{A}}"
            serialNumber: 40014
            users:
              all: { password: secret-u, roles: [administrator] }
              one: { password: secret-u, roles: [administrator], resourceGroups: [1] }
              two: { password: secret-u, roles: [administrator], resourceGroups: [2] }
            resourceGroups: [ { id: 1, name: first }, { id: 2, name: second } ]
            pools: [ { id: 0 }, { id: 1, type: TI } ]
            volumes:
              - { ids: 1-9, size: 1G, resourceGroup: 1 }
              - { ids: 11-19, size: 1G, resourceGroup: 2 }
          b:
            storageDeviceId: "{{B}}"
            serialNumber: 40015
            users:
              all: { password: secret-u, roles: [administrator] }
              one: { password: secret-u, roles: [administrator], resourceGroups: [1] }
              two: { password: secret-u, roles: [administrator], resourceGroups: [2] }
            resourceGroups: [ { id: 1, name: first }, { id: 2, name: second } ]
            pools: [ { id: 0 } ]
            volumes:
              - { ids: 1-9, size: 1G, resourceGroup: 1 }
              - { ids: 11-19, size: 1G, resourceGroup: 2 }
        links: [ { between: [a, b], bandwidth: 400M/s, paths: 4 } ]
        copyGroups:
          - { name: si, technology: shadow-image, array: a, status: PSUS, pairs: [ { name: v, pvol: 1, svol: 2 } ] }
          - { name: tc, technology: truecopy, primary: a, secondary: b, status: PAIR, fenceLevel: NEVER, pairs: [ { name: v, pvol: 3, svol: 3 } ] }
        snapshotGroups:
          - { name: ti, array: a, pool: 1, status: PSUS, snapshots: [ { pvol: 4, mirrorUnit: 3 } ] }
        """);

    public static TheoryData<string, string, string> OfOne() => new()
    {
        { "GET", Local, "" },
        { "GET", "local-clone-copypairs?localCloneCopyGroupId=si,siP_,siS_", "" },
        { "GET", "local-clone-copypairs/si,siP_,siS_,v", "" },
        { "GET", Local + "/actions/resync", "" },
        { "POST", Local + "/actions/split/invoke", Si },
        { "PUT", Local + "/actions/resync/invoke", Si },
        { "POST", Local + "/actions/restore/invoke", Si },
        { "POST", "local-clone-copypairs/si,siP_,siS_,v/actions/resync/invoke", Si },
        { "DELETE", Local, "" },
        { "DELETE", "local-clone-copypairs/si,siP_,siS_,v", "" },
        { "GET", Remote, "" },
        { "GET", Alone, "" },
        { "GET", RemotePair, "" },
        { "GET", $"remote-mirror-copypairs?remoteMirrorCopyGroupId={B},tc,tcP_,tcS_", "" },
        { "POST", Remote + "/actions/split/invoke", Tc },
        { "POST", RemotePair + "/actions/resync/invoke", Tc },
        { "POST", Remote + "/actions/takeover/invoke", """{"parameters":{"mode":"auto"}}""" },
        { "DELETE", Remote, "" },
        { "DELETE", RemotePair, "" },
        { "GET", "snapshots/4,3", "" },
        { "GET", "snapshot-groups/ti", "" },
        { "POST", "snapshots/4,3/actions/resync/invoke", Si },
        { "POST", "snapshots/4,3/actions/assign-volume/invoke", """{"parameters":{"svolLdevId":5}}""" },
        { "POST", "snapshot-groups/ti/actions/split/invoke", Si },
        { "POST", Services + "snapshot-tree/actions/delete/invoke", """{"parameters":{"ldevId":4}}""" },
        { "DELETE", "snapshots/4,3", "" },
        { "DELETE", "snapshot-groups/ti", "" },
    };

    public static TheoryData<string, string, string> Creations() => new()
    {
        { "local-clone-copypairs", "pvolLdevId", """{"copyGroupName":"n","copyPairName":"v","replicationType":"SI","isNewGroupCreation":true,"pvolLdevId":6,"svolLdevId":16}""" },
        { "local-clone-copypairs", "svolLdevId", """{"copyGroupName":"n","copyPairName":"v","replicationType":"SI","isNewGroupCreation":true,"pvolLdevId":16,"svolLdevId":6}""" },
        { "remote-mirror-copypairs", "pvolLdevId", $$"""{"copyGroupName":"n","copyPairName":"v","replicationType":"TC","remoteStorageDeviceId":"{{B}}","isNewGroupCreation":true,"pvolLdevId":6,"svolLdevId":16}""" },
        { "remote-mirror-copypairs", "svolLdevId", $$"""{"copyGroupName":"n","copyPairName":"v","replicationType":"TC","remoteStorageDeviceId":"{{B}}","isNewGroupCreation":true,"pvolLdevId":16,"svolLdevId":6}""" },
        { "snapshots", "pvolLdevId", """{"snapshotGroupName":"n","snapshotPoolId":1,"pvolLdevId":6}""" },
        { "snapshots", "svolLdevId", """{"snapshotGroupName":"n","snapshotPoolId":1,"pvolLdevId":16,"svolLdevId":6}""" },
    };

    [Theory]
    [MemberData(nameof(OfOne))]
    public async Task A_pair_of_volumes_of_others_is_not_there_and_is_there_for_its_own_users(string method, string path, string body)
    {
        var refused = await SendAsync("two", "all", method, path, body);
        Assert.Equal(404, refused.Status);
        var message = Site.Parse(refused)["messageId"]!.GetValue<string>();
        Assert.Contains(message, (string[])["KART30013-E", "KART40041-E"]);
        Assert.Empty(_site.World.Ledger.Since());
        foreach (var user in new[] { "one", "all" })
        {
            // Whether the status allows the command is the job's business, so 202 is enough here.
            var taken = await SendAsync(user, "all", method, path, body);
            if (!path.EndsWith("/actions/resync", StringComparison.Ordinal))
                Assert.True(taken.Status == (method == "GET" ? 200 : 202), taken.Text);
            if (method == "DELETE")
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task No_pair_is_made_of_a_volume_the_user_may_not_touch(string path, string attribute, string body)
    {
        var refused = await SendAsync("two", "two", "POST", path, body);
        Assert.Equal((404, "KART30013-E"), (refused.Status, Site.Parse(refused)["messageId"]!.GetValue<string>()));
        Assert.Contains(attribute + " = 6", Site.Parse(refused)["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_partners_volumes_are_for_the_partners_user_to_touch()
    {
        Assert.Equal(404, (await SendAsync("one", "two", "GET", Remote, "")).Status);
        Assert.Equal(404, (await SendAsync("one", "two", "POST", Remote + "/actions/split/invoke", Tc)).Status);
        Assert.Equal(202, (await SendAsync("one", "one", "POST", Remote + "/actions/split/invoke", Tc)).Status);
    }

    [Theory]
    [InlineData("local-clone-copygroups")]
    [InlineData("remote-mirror-copygroups?remoteStorageDeviceId=" + B)]
    [InlineData("snapshot-groups")]
    [InlineData("snapshots?pvolLdevId=4")]
    [InlineData("snapshots?snapshotGroupName=ti")]
    public async Task Lists_leave_out_what_the_user_may_not_see(string path)
    {
        Assert.Single(Site.Parse(await SendAsync("one", "all", "GET", path, ""))["data"]!.AsArray());
        Assert.Empty(Site.Parse(await SendAsync("two", "all", "GET", path, ""))["data"]!.AsArray());
    }

    private async Task<SimResponse> SendAsync(string user, string partnerUser, string method, string path, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var headers = new SimHeaders
        {
            { "Authorization", Site.Basic(user, "secret-u") },
            { "Content-Length", bytes.Length.ToString(CultureInfo.InvariantCulture) },
        };
        if (path.StartsWith("remote-mirror", StringComparison.Ordinal))
            headers.Add("Remote-Authorization", "Session " + await TokenAtBAsync(partnerUser));
        var question = path.IndexOf('?', StringComparison.Ordinal);
        return await _site.World["a"].HandleAsync(new SimRequest(
            method, (path.StartsWith('/') ? "" : Site.Objects) + (question < 0 ? path : path[..question]), question < 0 ? "" : path[question..], headers, bytes));
    }

    private async Task<string> TokenAtBAsync(string user)
    {
        var headers = new SimHeaders { { "Authorization", Site.Basic(user, "secret-u") }, { "Content-Length", "0" } };
        return Site.Parse(await _site.World["b"].HandleAsync(new SimRequest("POST", Site.Objects + "sessions", "", headers, default)))["token"]!.GetValue<string>();
    }
}
