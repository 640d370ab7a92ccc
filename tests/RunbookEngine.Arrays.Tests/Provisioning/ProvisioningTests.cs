using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Tests.Fakes;

namespace RunbookEngine.Arrays.Tests.Provisioning;

public class ProvisioningTests
{
    /// <summary>REST API guide MK-98RD9014, "Getting journal information".</summary>
    [Fact]
    public async Task Journals_tell_usage_and_status_per_mirror()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET journals?journalInfo=basic", 200, """
            {"data":[{"journalId":7,"muNumber":1,"consistencyGroupId":12,"journalStatus":"PJNN","numOfActivePaths":2,"usageRate":13,"qMarker":"575d4653",
              "qCount":42,"byteFormatCapacity":"1.88 G","blockCapacity":3956736,"numOfLdevs":1,"firstLdevId":513},
             {"journalId":7,"muNumber":0,"journalStatus":"SMPL"}]}
            """);

        var journals = await sites.Tokyo.ReadJournalsAsync(default);

        Assert.Equal((7, 1, 13, 42L, "575d4653", 2, 2025848832L, true, true),
            (journals[0].JournalId, journals[0].MuNumber, journals[0].UsagePercent, journals[0].QCount, journals[0].QMarker, journals[0].ActivePaths,
                journals[0].CapacityBytes, journals[0].IsUsed, journals[0].IsMaster));
        Assert.Equal((false, null), (journals[1].IsUsed, journals[1].UsagePercent));
    }

    /// <summary>REST API guide MK-98RD9014, "Getting volume information".</summary>
    [Fact]
    public async Task A_volume_tells_what_it_is_part_of()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET ldevs/300", 200, """
            {"ldevId":300,"virtualLdevId":65535,"clprId":0,"emulationType":"OPEN-V-CVS","byteFormatCapacity":"10.00 G","blockCapacity":20971520,"numOfPorts":1,
             "ports":[{"portId":"CL1-A","hostGroupNumber":0,"hostGroupName":"1A-G00","lun":1}],"attributes":["CVS","HDP","HORC"],"label":"db","status":"NML","poolId":63,"resourceGroupId":0}
            """).On("GET ldevs/301", 200, """{"ldevId":301,"emulationType":"NOT DEFINED"}""");

        var volume = (await sites.Tokyo.ReadVolumeAsync(300, default))!;

        Assert.Equal((true, 10737418240L, "NML", true, 1), (volume.IsDefined, volume.CapacityBytes, volume.Status, volume.HasGadReserve, Assert.Single(volume.Paths).Lun));
        Assert.Contains("HORC", volume.Attributes);
        Assert.False((await sites.Tokyo.ReadVolumeAsync(301, default))!.IsDefined);
        Assert.Null(await sites.Tokyo.ReadVolumeAsync(70000, default));
    }

    [Fact]
    public async Task Listing_volumes_asks_for_a_window_and_leaves_empty_slots_out()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET ldevs?headLdevId=100&count=1000&ldevOption=defined", 200,
            """{"data":[{"ldevId":100,"emulationType":"OPEN-V"},{"ldevId":101,"emulationType":"NOT DEFINED"}]}""");

        Assert.Equal(100, Assert.Single(await sites.Tokyo.ListVolumesAsync(100, 1000, default)).LdevId);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => sites.Tokyo.ListVolumesAsync(0, 1001, default));
    }

    /// <summary>REST API guide MK-98RD9014, "Managing remote connections": the paths stand in the single object.</summary>
    [Fact]
    public async Task Remote_connections_are_told_with_their_paths()
    {
        const string Group = "\"remotepathGroupId\":\"492015,M8,0\",\"remoteSerialNumber\":\"492015\",\"pathGroupId\":0,\"cuStatus\":\"NML\",\"minNumOfPaths\":1,\"numOfPaths\":2";
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET remotepath-groups", 200, $$"""{"data":[{{{Group}}}]}""").On("GET remotepath-groups/492015,M8,0", 200,
            $$"""{{{Group}},"remotePaths":[{"pathNumber":0,"localPortId":"CL1-A","remotePortId":"CL2-A","pathStatus":"NML_01"},{"pathNumber":1,"localPortId":"CL3-A","remotePortId":"CL4-A","pathStatus":"ILT_03"}]}""");

        var group = Assert.Single(await sites.Tokyo.ReadRemotePathsAsync(default));

        Assert.Equal((false, 2), (group.IsHealthy, group.Paths.Count));
        Assert.Equal([true, false], group.Paths.Select(p => p.IsHealthy));
    }

    [Fact]
    public async Task Quorum_disks_may_have_no_volume()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET quorum-disks", 200,
            """{"data":[{"quorumDiskId":0,"remoteSerialNumber":"500222","remoteStorageTypeId":"M8","ldevId":9,"readResponseGuaranteedTime":40,"status":"NORMAL"},{"quorumDiskId":31,"ldevId":-1}]}""");

        Assert.Equal([(0, 9, "NORMAL"), (31, null, null)], (await sites.Tokyo.ReadQuorumDisksAsync(default)).Select(q => (q.Id, q.LdevId, q.Status)));
    }

    [Fact]
    public async Task An_endpoint_that_serves_another_array_is_found_out()
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("GET /ConfigurationManager/v1/objects/storages", 200, """{"data":[{"storageDeviceId":"938000500111","model":"VSP E1090","serialNumber":500111}]}""");
        sites.OsakaArray.On("GET /ConfigurationManager/v1/objects/storages", 200, """{"data":[{"storageDeviceId":"938000500999","model":"VSP E1090","serialNumber":500999}]}""");

        Assert.Equal("500111", (await sites.Tokyo.IdentifyAsync(default)).SerialNumber);
        var error = (await Assert.ThrowsAsync<ArrayApiException>(() => sites.Osaka.IdentifyAsync(default))).Error;
        Assert.Contains("938000500999", error.Describe(), StringComparison.Ordinal);
    }
}
