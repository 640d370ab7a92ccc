using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.Topologies;

/// <summary>What one firmware does and others do not is behind a switch, and both readings hold.</summary>
public class SwitchTests
{
    /// <remarks>Live on VSP E590H: KART30000-E for an S-VOL without LU paths, at assign-volume and at creation.</remarks>
    [Theory]
    [InlineData("", "Succeeded")]
    [InlineData("switches: { snapshotVolumesNeedPaths: true }", "Failed")]
    public async Task An_svol_without_LU_path_is_given_to_a_snapshot_unless_the_firmware_refuses(string switches, string state)
    {
        var site = Arrays(switches);
        Assert.Equal(state, await StateAsync(site, "POST", "snapshots", """{"snapshotGroupName":"s","snapshotPoolId":0,"pvolLdevId":1,"svolLdevId":10}"""));
        Assert.Equal("Succeeded", await StateAsync(site, "POST", "snapshots", """{"snapshotGroupName":"s","snapshotPoolId":0,"pvolLdevId":2,"muNumber":3}"""));
        site.Wait(60);
        Assert.Equal(state, await StateAsync(site, "POST", "snapshots/2,3/actions/assign-volume/invoke", """{"parameters":{"svolLdevId":11}}"""));
    }

    /// <remarks>Live on VSP E590H: KART40046-E, hostMode is required with hostModeOptions.</remarks>
    [Theory]
    [InlineData("", 202)]
    [InlineData("switches: { hostModeOptionsNeedHostMode: true }", 400)]
    public async Task Host_mode_options_alone_are_taken_unless_the_firmware_wants_the_mode(string switches, int status)
    {
        var site = Arrays(switches);
        Assert.Equal(status, (await site.SendAsync("a", "PATCH", "host-groups/CL1-A,0", """{"hostModeOptions":[68]}""")).Status);
        Assert.Equal(202, (await site.SendAsync("a", "PATCH", "host-groups/CL1-A,0", """{"hostMode":"LINUX/IRIX","hostModeOptions":[68]}""")).Status);
    }

    /// <remarks>Live on VSP E590H: 46 MiB and less fail, 47 MiB works.</remarks>
    [Theory]
    [InlineData("", "46M", "Succeeded")]
    [InlineData("switches: { smallVolumesRefused: true }", "46M", "Failed")]
    [InlineData("switches: { smallVolumesRefused: true }", "47M", "Succeeded")]
    public async Task A_small_volume_is_made_unless_the_firmware_refuses(string switches, string size, string state) =>
        Assert.Equal(state, await StateAsync(Arrays(switches), "POST", "ldevs", $$"""{"poolId":0,"byteFormatCapacity":"{{size}}","ldevId":500}"""));

    /// <remarks>The vendor's simulator of VSP E1090 answers the bare list with what the array itself knows.</remarks>
    [Fact]
    public async Task The_bare_list_of_remote_groups_is_refused_unless_the_firmware_gives_it()
    {
        Assert.Equal(400, (await Arrays("").SendAsync("a", "GET", "remote-mirror-copygroups")).Status);
        var group = Assert.Single((await Arrays("switches: { remoteGroupsWithoutPartner: true }").GetAsync("a", "remote-mirror-copygroups"))["data"]!.AsArray())!.AsObject();
        Assert.Equal("NotSpecified,tc,tcP_,NotSpecified", group["remoteMirrorCopyGroupId"]!.GetValue<string>());
        Assert.False(group.ContainsKey("remoteStorageDeviceId"));
    }

    private static async Task<string> StateAsync(Site site, string method, string path, string body) =>
        (await site.DoAsync("a", method, path, body))["state"]!.GetValue<string>();

    private static Site Arrays(string switches) => Site.Of($$"""
        topology: v1
        name: switches
        {{switches}}
        arrays:
          a:
            storageDeviceId: "900000040014"
            serialNumber: 40014
            users: { u: { password: secret-u, roles: [administrator] } }
            volumes: [ { ids: 1-4, size: 1G }, { ids: 10-14, size: 1G, mapped: false } ]
          b:
            storageDeviceId: "900000040015"
            serialNumber: 40015
            users: { u: { password: secret-u, roles: [administrator] } }
            volumes: [ { ids: 1-4, size: 1G } ]
        links: [ { between: [a, b] } ]
        copyGroups: [ { name: tc, technology: truecopy, primary: a, secondary: b, pairs: [ { name: v, pvol: 3, svol: 3 } ] } ]
        """);
}
