using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.Provisioning;

/// <summary>Lists that clients of real arrays read at their start and after each operation.</summary>
/// <remarks>
/// Sources: REST API guide for VSP E (host groups, WWNs, LU paths), as OpenStack's driver <c>hbsd_rest_api.py</c> and the vendor's collection
/// <c>hitachivantara.vspone_block</c> ask for them.
/// </remarks>
public class HostListTests
{
    private const string Wwn = "10000000c9000001";

    [Fact]
    public async Task WWNs_are_listed_by_group_number_by_name_by_several_numbers_and_for_a_whole_port()
    {
        var site = Arrays();
        foreach (var name in new[] { "HBSD-a", "HBSD-b" })
            await site.DoAsync("a", "POST", "host-groups", $$"""{"portId":"CL1-A","hostGroupName":"{{name}}"}""");
        await site.DoAsync("a", "POST", "host-wwns", $$"""{"portId":"CL1-A","hostGroupNumber":1,"hostWwn":"{{Wwn}}"}""");
        await site.DoAsync("a", "POST", "host-wwns", """{"portId":"CL1-A","hostGroupNumber":2,"hostWwn":"10000000c9000002"}""");
        Assert.Equal([1], await GroupsAsync(site, "host-wwns?portId=CL1-A&hostGroupNumber=1"));
        Assert.Equal([2], await GroupsAsync(site, "host-wwns?portId=CL1-A&hostGroupName=HBSD-b"));
        Assert.Equal([1, 2], await GroupsAsync(site, "host-wwns?portId=CL1-A&hostGroupNumberList=1,2,3"));
        Assert.Equal([1, 2], await GroupsAsync(site, "host-wwns?portId=CL1-A"));
    }

    /// <remarks>OpenStack's FC driver asks by name at every start, before the group exists.</remarks>
    [Theory]
    [InlineData("hostGroupName=HBSD-10000000c9000001")]
    [InlineData("hostGroupNumber=7")]
    [InlineData("hostGroupNumberList=7,8")]
    public async Task A_group_that_does_not_exist_has_no_WWNs_and_is_no_error(string filter) =>
        Assert.Empty(await GroupsAsync(Arrays(), "host-wwns?portId=CL1-A&" + filter));

    [Theory]
    [InlineData("host-wwns", 400)]
    [InlineData("host-wwns?portId=CL9-Z", 404)]
    [InlineData("host-wwns?portId=CL1-A&hostGroupNumber=1&hostGroupName=x", 400)]
    [InlineData("host-wwns?portId=CL1-A&hostGroupNumberList=1,x", 400)]
    [InlineData("host-wwns?portId=CL1-A&hostGroupNumberList=255", 400)]
    [InlineData("host-groups?isUndefined=true", 400)]
    public async Task A_filter_that_is_wrong_is_refused(string path, int status) => Assert.Equal(status, (await Arrays().SendAsync("a", "GET", path)).Status);

    [Fact]
    public async Task ALUA_adds_two_attributes_to_LU_paths_and_leaves_no_path_out()
    {
        var site = Arrays();
        var plain = (await site.GetAsync("a", "luns?portId=CL1-A&hostGroupNumber=0"))["data"]!.AsArray();
        var alua = (await site.GetAsync("a", "luns?portId=CL1-A&hostGroupNumber=0&lunOption=ALUA"))["data"]!.AsArray();
        Assert.NotEmpty(plain);
        Assert.Equal(plain.Select(Lun), alua.Select(Lun));
        Assert.All(plain, p => Assert.False(p!.AsObject().ContainsKey("isAluaEnabled") || p.AsObject().ContainsKey("asymmetricAccessState")));
        Assert.All(alua, p => Assert.Equal((false, "Active/Optimized"), (p!["isAluaEnabled"]!.GetValue<bool>(), p["asymmetricAccessState"]!.GetValue<string>())));
    }

    [Fact]
    public async Task Host_groups_tell_their_resource_group_and_the_undefined_ones_on_request()
    {
        var site = Arrays();
        await site.DoAsync("a", "POST", "host-groups", """{"portId":"CL1-A","hostGroupName":"db","hostGroupNumber":3}""");
        var plain = (await site.GetAsync("a", "host-groups?portId=CL1-A"))["data"]!.AsArray();
        Assert.All(plain, g => Assert.False(g!.AsObject().ContainsKey("resourceGroupId") || g.AsObject().ContainsKey("isDefined")));
        var detailed = (await site.GetAsync("a", "host-groups?portId=CL1-A&detailInfoType=resourceGroup"))["data"]!.AsArray();
        Assert.All(detailed, g => Assert.Equal(0, g!["resourceGroupId"]!.GetValue<int>()));
        var all = (await site.GetAsync("a", "host-groups?portId=CL1-A&isUndefined=true&detailInfoType=resourceGroup"))["data"]!.AsArray();
        Assert.Equal(255, all.Count);
        Assert.Equal([0, 3], all.Where(g => g!["isDefined"]!.GetValue<bool>()).Select(g => g!["hostGroupNumber"]!.GetValue<int>()));
        Assert.All(all, g => Assert.True(g!.AsObject().ContainsKey("resourceGroupId")));
    }

    /// <remarks>The collection reads the list after every global-active device operation and binds to exactly these attributes.</remarks>
    [Fact]
    public async Task The_array_itself_is_listed_as_virtual_storage_machine()
    {
        var machine = Assert.Single((await Arrays().GetAsync("a", "virtual-storages"))["data"]!.AsArray())!.AsObject();
        Assert.Equal(["resourceGroupIds", "virtualModel", "virtualSerialNumber", "virtualStorageDeviceId", "virtualStorageTypeId"], machine.Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Equal("900000040014", machine["virtualStorageDeviceId"]!.GetValue<string>());
        Assert.Equal("900000040014", (await Arrays().GetAsync("a", "virtual-storages/900000040014"))["virtualStorageDeviceId"]!.GetValue<string>());
        Assert.Equal(404, (await Arrays().SendAsync("a", "GET", "virtual-storages/900000040015")).Status);
    }

    [Fact]
    public async Task The_capacity_of_the_array_is_the_sum_of_its_pools()
    {
        var total = (await Arrays().GetAsync("a", "total-capacities/instance"))["total"]!;
        Assert.InRange(total["freeSpace"]!.GetValue<long>(), 1, total["totalCapacity"]!.GetValue<long>());
    }

    [Fact]
    public async Task Hosts_of_an_iSCSI_target_are_added_listed_by_name_renamed_and_removed()
    {
        const string Host = "iqn.1993-08.org.debian:01:abc";
        var site = Arrays();
        var port = await site.GetAsync("a", "ports/CL3-A");
        Assert.Equal(("ISCSI", "3260"), (port["portType"]!.GetValue<string>(), port["tcpPort"]!.GetValue<string>()));
        Assert.NotEmpty(port["ipv4Address"]!.GetValue<string>());
        await site.DoAsync("a", "POST", "host-groups", """{"portId":"CL3-A","hostGroupName":"HBSD-1","hostGroupNumber":1,"iscsiName":"iqn.target"}""");
        Assert.Equal("iqn.target", (await site.GetAsync("a", "host-groups/CL3-A,1"))["iscsiName"]!.GetValue<string>());
        Assert.Empty((await site.GetAsync("a", "host-iscsis?portId=CL3-A&hostGroupName=HBSD-1"))["data"]!.AsArray());
        await site.DoAsync("a", "POST", "host-iscsis", $$"""{"portId":"CL3-A","hostGroupNumber":1,"iscsiName":"{{Host}}"}""");
        var host = Assert.Single((await site.GetAsync("a", "host-iscsis?portId=CL3-A&hostGroupName=HBSD-1"))["data"]!.AsArray())!;
        Assert.Equal((Host, 1), (host["iscsiName"]!.GetValue<string>(), host["hostGroupNumber"]!.GetValue<int>()));
        await site.DoAsync("a", "PATCH", $"host-iscsis/CL3-A,1,{Host}", """{"iscsiNickname":"db1"}""");
        Assert.Equal("db1", (await site.GetAsync("a", $"host-iscsis/CL3-A,1,{Host}"))["iscsiNickname"]!.GetValue<string>());
        await site.DoAsync("a", "DELETE", $"host-iscsis/CL3-A,1,{Host}");
        Assert.Empty((await site.GetAsync("a", "host-iscsis?portId=CL3-A"))["data"]!.AsArray());
        Assert.Equal(400, (await site.SendAsync("a", "POST", "host-iscsis", $$"""{"portId":"CL1-A","hostGroupNumber":0,"iscsiName":"{{Host}}"}""")).Status);
        Assert.Equal(404, (await site.SendAsync("a", "DELETE", $"host-iscsis/CL3-A,1,{Host}")).Status);
    }

    private static string Lun(JsonNode? path) => path!["lunId"]!.GetValue<string>();

    private static async Task<List<int>> GroupsAsync(Site site, string path) =>
        [.. (await site.GetAsync("a", path))["data"]!.AsArray().Select(w => w!["hostGroupNumber"]!.GetValue<int>())];

    private static Site Arrays() => Site.Of("""
        topology: v1
        name: hosts
        arrays:
          a:
            storageDeviceId: "900000040014"
            serialNumber: 40014
            model: VSP 5600H
            users: { u: { password: secret-u, roles: [administrator] } }
            ports: [ { id: CL1-A }, { id: CL3-A, type: ISCSI } ]
            volumes: [ { ids: 1-4, size: 1G } ]
        """);
}
