using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Tests.Support;

namespace RunbookEngine.Simulator.Tests.Provisioning;

public class VolumeTests
{
    private readonly Site _site = Site.TwoSites();

    [Fact]
    public async Task A_list_is_a_window_of_numbers_with_the_undefined_ones_in_it()
    {
        var data = await ListAsync("?headLdevId=98&count=4");
        Assert.Equal([98, 99, 100, 101], data.Select(v => v!["ldevId"]!.GetValue<int>()));
        Assert.Equal(["NOT DEFINED", "NOT DEFINED", "OPEN-V-CVS", "OPEN-V-CVS"], data.Select(v => v!["emulationType"]!.GetValue<string>()));
        Assert.Equal(100, (await ListAsync("")).Count);
        Assert.Single(await ListAsync("?headLdevId=65279&count=16384"));
    }

    [Theory]
    [InlineData("?ldevOption=defined&count=3", 100, 101, 102)]
    [InlineData("?ldevOption=undefined&headLdevId=100&count=2", 110, 111)]
    [InlineData("?ldevOption=luUnmapped&count=2", 320, 321)]
    [InlineData("?ldevOption=dpVolume&headLdevId=141&count=2", 141, 160)]
    [InlineData("?ldevOption=externalVolume")]
    [InlineData("?poolId=0&headLdevId=300&count=1", 300)]
    [InlineData("?poolId=7")]
    [InlineData("?journalId=1")]
    public async Task A_filter_lists_the_first_that_match(string query, params int[] expected) =>
        Assert.Equal(expected, (await ListAsync(query)).Select(v => v!["ldevId"]!.GetValue<int>()));

    [Theory]
    [InlineData("?count=0")]
    [InlineData("?count=16385")]
    [InlineData("?headLdevId=65280")]
    [InlineData("?ldevOption=bogus")]
    [InlineData("?detailInfoType=bogus")]
    public async Task A_window_outside_its_limits_is_refused(string query) =>
        Assert.Equal(400, (await _site.SendAsync("tokyo", "GET", "ldevs" + query)).Status);

    [Fact]
    public async Task A_volume_is_made_changed_expanded_mapped_unmapped_and_deleted()
    {
        var job = await _site.DoAsync("tokyo", "POST", "ldevs", """{"poolId":0,"byteFormatCapacity":"10G","isParallelExecutionEnabled":true}""");
        Assert.Equal("/ConfigurationManager/v1/objects/ldevs/0", job["affectedResources"]![0]!.GetValue<string>());
        await _site.DoAsync("tokyo", "PATCH", "ldevs/0", """{"label":"new"}""");
        await _site.DoAsync("tokyo", "PUT", "ldevs/0/actions/expand/invoke", """{"parameters":{"additionalByteFormatCapacity":"5G"}}""");
        var volume = await _site.GetAsync("tokyo", "ldevs/0");
        Assert.Equal(("new", "15.00 G", 15L << 21, "NML", 0), (volume["label"]!.GetValue<string>(), volume["byteFormatCapacity"]!.GetValue<string>(),
            volume["blockCapacity"]!.GetValue<long>(), volume["status"]!.GetValue<string>(), volume["numOfPorts"]!.GetValue<int>()));

        job = await _site.DoAsync("tokyo", "POST", "luns", """{"portIds":["CL1-A","CL2-A"],"hostGroupNumber":0,"ldevId":0}""");
        Assert.Equal(2, job["affectedResources"]!.AsArray().Count);
        volume = await _site.GetAsync("tokyo", "ldevs/0");
        Assert.Equal(2, volume["numOfPorts"]!.GetValue<int>());
        Assert.Equal(32, volume["naaId"]!.GetValue<string>().Length);
        Assert.Equal("Failed", (await _site.DoAsync("tokyo", "DELETE", "ldevs/0"))["state"]!.GetValue<string>());
        foreach (var link in job["affectedResources"]!.AsArray())
            await _site.DoAsync("tokyo", "DELETE", link!.GetValue<string>());
        Assert.Equal("Succeeded", (await _site.DoAsync("tokyo", "DELETE", "ldevs/0"))["state"]!.GetValue<string>());
        Assert.Equal("NOT DEFINED", (await _site.GetAsync("tokyo", "ldevs/0"))["emulationType"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"poolId":0}""")]
    [InlineData("""{"poolId":0,"byteFormatCapacity":"ten"}""")]
    [InlineData("""{"poolId":0,"byteFormatCapacity":"1G","blockCapacity":2048}""")]
    [InlineData("""{"byteFormatCapacity":"1G"}""")]
    [InlineData("""{"poolId":0,"byteFormatCapacity":"1G","ldevId":5,"isParallelExecutionEnabled":true}""")]
    [InlineData("""{"poolId":0,"byteFormatCapacity":"1G","startLdevId":9,"endLdevId":5}""")]
    public async Task A_creation_with_attributes_that_do_not_fit_is_refused_at_once(string body)
    {
        var answer = await _site.SendAsync("tokyo", "POST", "ldevs", body);
        Assert.Equal(400, answer.Status);
        Assert.Contains("KART40046-E", answer.Text);
    }

    [Theory]
    [InlineData("""{"poolId":0,"byteFormatCapacity":"1G","ldevId":100}""", "2E22", "0001")]
    [InlineData("""{"poolId":9,"byteFormatCapacity":"1G"}""", "2E30", "600E")]
    [InlineData("""{"poolId":0,"byteFormatCapacity":"1G","startLdevId":100,"endLdevId":101}""", "2E11", "2209")]
    public async Task What_the_array_refuses_is_a_failed_job_with_its_codes(string body, string ssb1, string ssb2)
    {
        var job = await _site.DoAsync("tokyo", "POST", "ldevs", body);
        Assert.Equal("Failed", job["state"]!.GetValue<string>());
        var code = job["error"]!["errorCode"]!;
        Assert.Equal((ssb1, ssb2), (code["SSB1"]!.GetValue<string>(), code["SSB2"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Attributes_follow_the_life_of_pairs()
    {
        Assert.Equal(["CVS", "HDP", "HORC", "MRCF"], await AttributesAsync("tokyo", 100));
        Assert.Equal(["CVS", "HDP"], await AttributesAsync("tokyo", 300));
        await _site.DoAsync("tokyo", "POST", "local-clone-copypairs",
            """{"copyGroupName":"new","copyPairName":"p","replicationType":"SI","pvolLdevId":300,"svolLdevId":301,"isNewGroupCreation":true}""");
        Assert.Equal(["CVS", "HDP", "MRCF"], await AttributesAsync("tokyo", 301));
        _site.Wait(60);
        await _site.DoAsync("tokyo", "DELETE", "local-clone-copypairs/new,newP_,newS_,p");
        _site.Wait(10);
        Assert.Equal(["CVS", "HDP"], await AttributesAsync("tokyo", 301));
        await _site.DoAsync("tokyo", "DELETE", "remote-mirror-copygroups/900000040015,erp-ur-01,erp-ur-01P_,erp-ur-01S_", null, "osaka");
        _site.Wait(10);
        Assert.Equal(["CVS", "HDP", "MRCF"], await AttributesAsync("tokyo", 100));
        Assert.Equal(["CVS", "HDP", "MRCF"], await AttributesAsync("osaka", 100));
    }

    [Fact]
    public async Task The_gad_reserve_attribute_is_assigned_in_place_of_the_virtual_number()
    {
        Assert.Equal("Failed", (await VirtualAsync("assign", 65535))["state"]!.GetValue<string>());
        Assert.Equal("Succeeded", (await VirtualAsync("unassign", null))["state"]!.GetValue<string>());
        Assert.Equal(65534, (await _site.GetAsync("tokyo", "ldevs/320"))["virtualLdevId"]!.GetValue<int>());
        Assert.Equal("Succeeded", (await VirtualAsync("assign", 65535))["state"]!.GetValue<string>());
        Assert.Equal(65535, (await _site.GetAsync("tokyo", "ldevs/320"))["virtualLdevId"]!.GetValue<int>());
        var again = await VirtualAsync("assign", 65535);
        Assert.Equal("2E21", again["error"]!["errorCode"]!["SSB1"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_volume_in_a_pair_is_neither_deleted_nor_formatted_nor_expanded()
    {
        Assert.Equal("Failed", (await _site.DoAsync("tokyo", "DELETE", "ldevs/100"))["state"]!.GetValue<string>());
        foreach (var (action, body) in new[] { ("format", """{"operationType":"QFMT"}"""), ("expand", """{"additionalByteFormatCapacity":"1G"}"""), ("change-status", """{"status":"blk"}""") })
            Assert.Equal("Failed", (await _site.DoAsync("tokyo", "POST", $"ldevs/100/actions/{action}/invoke", $$"""{"parameters":{{body}}}"""))["state"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("pools", 2)]
    [InlineData("pools?poolType=HTI", 1)]
    [InlineData("ports", 16)]
    [InlineData("ports?portType=ISCSI", 0)]
    [InlineData("host-groups", 16)]
    [InlineData("host-groups?portId=CL3-Z", -404)]
    [InlineData("pools/7", -404)]
    [InlineData("ports/CL3-Z", -404)]
    [InlineData("luns", -400)]
    [InlineData("luns?portId=CL1-A&hostGroupNumber=9", -404)]
    [InlineData("luns/CL1-A,0,4000", -404)]
    public async Task Supporting_objects_are_listed(string path, int countOrStatus)
    {
        var answer = await _site.SendAsync("tokyo", "GET", path);
        Assert.Equal(countOrStatus < 0 ? -countOrStatus : 200, answer.Status);
        if (countOrStatus >= 0)
            Assert.Equal(countOrStatus, Site.Parse(answer)["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_host_group_is_made_used_and_deleted_with_its_paths()
    {
        var job = await _site.DoAsync("tokyo", "POST", "host-groups", """{"portId":"CL1-A","hostGroupName":"db","hostMode":"AIX","hostModeOptions":[2,22]}""");
        Assert.EndsWith("/CL1-A,1", job["affectedResources"]![0]!.GetValue<string>(), StringComparison.Ordinal);
        await _site.DoAsync("tokyo", "POST", "host-wwns", """{"portId":"CL1-A","hostGroupNumber":1,"hostWwn":"210000E08B0256F8"}""");
        Assert.Single((await _site.GetAsync("tokyo", "host-wwns?portId=CL1-A&hostGroupNumber=1"))["data"]!.AsArray());
        await _site.DoAsync("tokyo", "POST", "luns", """{"portId":"CL1-A","hostGroupNumber":1,"ldevId":320,"lun":7}""");
        Assert.Equal("B958", (await _site.DoAsync("tokyo", "POST", "luns", """{"portId":"CL1-A","hostGroupNumber":1,"ldevId":321,"lun":7}"""))["error"]!["errorCode"]!["SSB1"]!.GetValue<string>());
        Assert.Equal(320, (await _site.GetAsync("tokyo", "luns/CL1-A,1,7"))["ldevId"]!.GetValue<int>());
        Assert.Equal("db", (await _site.GetAsync("tokyo", "ldevs/320"))["ports"]![0]!["hostGroupName"]!.GetValue<string>());
        await _site.DoAsync("tokyo", "PATCH", "host-groups/CL1-A,1", """{"hostMode":"SOLARIS","hostModeOptions":[-1]}""");
        Assert.Equal("SOLARIS", (await _site.GetAsync("tokyo", "host-groups/CL1-A%2C1"))["hostMode"]!.GetValue<string>());
        await _site.DoAsync("tokyo", "DELETE", "host-groups/CL1-A,1");
        Assert.Equal(0, (await _site.GetAsync("tokyo", "ldevs/320"))["numOfPorts"]!.GetValue<int>());
        Assert.Equal("Failed", (await _site.DoAsync("tokyo", "DELETE", "host-groups/CL1-A,0"))["state"]!.GetValue<string>());
    }

    private Task<JsonNode> VirtualAsync(string word, int? id) => _site.DoAsync("tokyo", "POST", $"ldevs/320/actions/{word}-virtual-ldevid/invoke",
        id is null ? """{"parameters":{}}""" : $$"""{"parameters":{"virtualLdevId":{{id}} } }""");

    private async Task<IEnumerable<string>> AttributesAsync(string array, int ldev) =>
        (await _site.GetAsync(array, "ldevs/" + ldev))["attributes"]!.AsArray().Select(a => a!.GetValue<string>());

    private async Task<JsonArray> ListAsync(string query) => (await _site.GetAsync("tokyo", "ldevs" + query))["data"]!.AsArray();
}
