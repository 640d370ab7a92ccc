namespace RunbookEngine.Simulator.Tests.Clients;

/// <summary>The life of volumes and pairs as the vendor's automation lives it.</summary>
public class AutomationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_makes_volumes_mirrors_them_with_truecopy_swaps_and_deletes(bool sockets)
    {
        await using var site = await ClientSite.OpenAsync(sockets);
        var (a, b) = await OpenAsync(site);
        var (pvol, svol) = (await a.MakeVolumeAsync(true), await b.MakeVolumeAsync(true));
        var atA = $"{b.StorageId},auto,autoP_,autoS_,one";
        var swapped = $"{a.StorageId},auto,autoS_,autoP_,one";
        await a.DoAsync(HttpMethod.Post, "remote-mirror-copypairs", $$"""
            {"copyGroupName":"auto","copyPairName":"one","replicationType":"TC","remoteStorageDeviceId":"{{b.StorageId}}","pvolLdevId":{{pvol}},
             "svolLdevId":"{{svol}}","isNewGroupCreation":true,"fenceLevel":"NEVER","isConsistencyGroup":true,"copyPace":3,"doInitialCopy":true,
             "isDataReductionForceCopy":false}
            """, b);
        await a.WaitAsync<RemotePairRecord>("remote-mirror-copypairs/" + atA, b, Paired);
        await a.ActAsync("remote-mirror-copypairs/" + atA, "split", """{"replicationType":"TC","svolAccessMode":"rw"}""", b, put: true);
        await a.WaitAsync<RemotePairRecord>("remote-mirror-copypairs/" + atA, b, p => p is { PvolStatus: "PSUS", SvolStatus: "SSUS" });
        await a.ActAsync("remote-mirror-copypairs/" + atA, "resync", """{"replicationType":"TC"}""", b, put: true);
        await a.WaitAsync<RemotePairRecord>("remote-mirror-copypairs/" + atA, b, Paired);

        await b.ActAsync("remote-mirror-copypairs/" + swapped, "split", """{"replicationType":"TC","svolOperationMode":"SSWS"}""", a, put: true);
        await b.WaitAsync<RemotePairRecord>("remote-mirror-copypairs/" + swapped, a, p => p is { SvolStatus: "SSWS", PvolStatus: "PSUS" });
        await b.ActAsync("remote-mirror-copypairs/" + swapped, "resync", """{"replicationType":"TC","doSwapSvol":true}""", a, put: true);
        var pair = await b.WaitAsync<RemotePairRecord>("remote-mirror-copypairs/" + swapped, a, Paired);
        Assert.Equal((b.StorageId, svol), (pair.PvolStorageDeviceId, pair.PvolLdevId));

        await b.ActAsync("remote-mirror-copypairs/" + swapped, "split", """{"replicationType":"TC"}""", a, put: true);
        await b.WaitAsync<RemotePairRecord>("remote-mirror-copypairs/" + swapped, a, p => p.PvolStatus == "PSUS");
        await b.DoAsync(HttpMethod.Delete, "remote-mirror-copypairs/" + swapped, "", a);
        await a.WaitAsync("ldevs/" + pvol, v => !v["attributes"]!.ToJsonString().Contains("HORC", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_reserves_a_volume_and_makes_a_global_active_device(bool sockets)
    {
        await using var site = await ClientSite.OpenAsync(sockets);
        var (a, b) = await OpenAsync(site);
        var (pvol, svol) = (await a.MakeVolumeAsync(true), await b.MakeVolumeAsync(false));
        await b.ActAsync("ldevs/" + svol, "unassign-virtual-ldevid", $$"""{"virtualLdevId":{{svol}}}""");
        await b.ActAsync("ldevs/" + svol, "assign-virtual-ldevid", """{"virtualLdevId":65535}""");
        await b.DoAsync(HttpMethod.Post, "luns", $$"""{"portId":"CL1-B","hostGroupNumber":0,"ldevId":{{svol}}}""");
        var id = $"{b.StorageId},gad,gadP_,gadS_,one";
        await a.DoAsync(HttpMethod.Post, "remote-mirror-copypairs", $$"""
            {"copyGroupName":"gad","copyPairName":"one","replicationType":"GAD","remoteStorageDeviceId":"{{b.StorageId}}","pvolLdevId":{{pvol}},
             "svolLdevId":{{svol}},"isNewGroupCreation":true,"quorumDiskId":0,"copyPace":3,"fenceLevel":"NEVER","doInitialCopy":true,"isConsistencyGroup":false}
            """, b);
        await a.WaitAsync<RemotePairRecord>("remote-mirror-copypairs/" + id, b, Paired);
        Assert.Equal(pvol, (await b.ReadAsync("ldevs/" + svol))["virtualLdevId"]!.GetValue<int>());
        Assert.Contains("GAD", (await b.ReadAsync("ldevs/" + svol))["attributes"]!.ToJsonString());
        await a.ActAsync("remote-mirror-copypairs/" + id, "split", """{"replicationType":"GAD"}""", b, put: true);
        await a.WaitAsync<RemotePairRecord>("remote-mirror-copypairs/" + id, b, p => p.PvolStatus == "PSUS");
        await a.DoAsync(HttpMethod.Delete, "remote-mirror-copypairs/" + id, "", b);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_copies_inside_an_array_with_records_that_allow_no_other_key(bool sockets)
    {
        await using var site = await ClientSite.OpenAsync(sockets);
        var (a, _) = await OpenAsync(site);
        var (pvol, svol) = (await a.MakeVolumeAsync(true), await a.MakeVolumeAsync(false));
        const string group = "local-clone-copygroups/auto,autoP_,autoS_";
        const string pair = "local-clone-copypairs/auto,autoP_,autoS_,one";
        await a.DoAsync(HttpMethod.Post, "local-clone-copypairs", $$"""
            {"copyGroupName":"auto","copyPairName":"one","replicationType":"SI","pvolLdevId":{{pvol}},"svolLdevId":"{{svol}}","isNewGroupCreation":true,
             "copyPace":3,"isConsistencyGroup":true}
            """);
        Assert.Equal("PAIR", (await a.ReadAsync<LocalPairRecord>(pair)).PvolStatus);
        await a.ActAsync(group, "split", """{"quickMode":false}""");
        Assert.Equal(("PSUS", "SSUS"), Status(await a.ReadAsync<LocalPairRecord>(pair)));
        await a.ActAsync(group, "restore", """{"quickMode":true}""");
        Assert.Equal(("PAIR", "PAIR"), Status(await a.ReadAsync<LocalPairRecord>(pair)));
        await a.ActAsync(group, "split", """{"quickMode":true}""");
        await a.ActAsync(group, "resync", """{}""");
        Assert.Equal("PAIR", Assert.Single((await a.ReadAsync<LocalGroupRecord>(group)).CopyPairs!).PvolStatus);
        await a.DoAsync(HttpMethod.Delete, pair, "");
        await Assert.ThrowsAsync<DriverException>(() => a.ReadAsync(group));
    }

    private static async Task<(Automation A, Automation B)> OpenAsync(ClientSite site)
    {
        var (a, b) = (new Automation(site, "tokyo"), new Automation(site, "osaka"));
        await a.LoginAsync();
        await b.LoginAsync();
        return (a, b);
    }

    private static bool Paired(RemotePairRecord pair) => pair is { PvolStatus: "PAIR", SvolStatus: "PAIR" };

    private static (string, string) Status(LocalPairRecord pair) => (pair.PvolStatus, pair.SvolStatus);
}
