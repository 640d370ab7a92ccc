using System.Text.Json.Nodes;

namespace RunbookEngine.Simulator.Tests.Clients;

/// <summary>The life of volumes and mirrors as a cloud block-storage driver lives it.</summary>
public class FieldDriverTests
{
    private const long Blocks = 2L << 21;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_makes_volumes_mirrors_them_fails_over_and_cleans_up(bool sockets)
    {
        await using var site = await ClientSite.OpenAsync(sockets);
        var (a, b) = (new FieldDriver(site, "tokyo", "900000040014"), new FieldDriver(site, "osaka", "900000040015"));
        await a.LoginAsync();
        await b.LoginAsync();
        var (pvol, svol) = (await a.MakeVolumeAsync(Blocks), await b.MakeVolumeAsync(Blocks));
        var (master, restore) = (await a.MakeJournalAsync(Blocks), await b.MakeJournalAsync(Blocks));
        const string name = "HBSD-vol1";
        var atA = $"{b.StorageId},{name},{name}P_,{name}S_";
        var atB = $"{a.StorageId},{name},{name}S_,{name}P_";

        await FieldDriver.LockedAsync(a, b, () => a.ChangeAsync("POST", "remote-mirror-copypairs", new JsonObject
        {
            ["copyGroupName"] = name,
            ["copyPairName"] = "p1",
            ["replicationType"] = "UR",
            ["remoteStorageDeviceId"] = b.StorageId,
            ["pvolLdevId"] = pvol,
            ["svolLdevId"] = svol,
            ["pathGroupId"] = 0,
            ["localDeviceGroupName"] = name + "P_",
            ["remoteDeviceGroupName"] = name + "S_",
            ["isNewGroupCreation"] = true,
            ["doInitialCopy"] = true,
            ["isDataReductionForceCopy"] = false,
            ["pvolJournalId"] = master,
            ["svolJournalId"] = restore,
            ["fenceLevel"] = "ASYNC",
        }, b, noWait: true));
        await a.WaitAsync($"remote-mirror-copypairs/{atA},p1", b, p => Pvol(p) == "PAIR" && Svol(p) == "PAIR");
        Assert.Contains("HORC", (await a.GetAsync("ldevs/" + pvol))["attributes"]!.ToJsonString());
        Assert.Equal((await a.GetAsync("ldevs/" + pvol))["byteFormatCapacity"]!.GetValue<string>(), (await b.GetAsync("ldevs/" + svol))["byteFormatCapacity"]!.GetValue<string>());

        await a.InvokeAsync($"remote-mirror-copygroups/{atA}/actions/split", new JsonObject { ["replicationType"] = "UR" }, b);
        await a.WaitAsync($"remote-mirror-copypairs/{atA},p1", b, p => Pvol(p) == "PSUS" && Svol(p) == "SSUS");
        await a.InvokeAsync($"remote-mirror-copygroups/{atA}/actions/resync", new JsonObject { ["replicationType"] = "UR" }, b);
        await a.WaitAsync($"remote-mirror-copypairs/{atA},p1", b, p => Pvol(p) == "PAIR" && Svol(p) == "PAIR");

        // Failover from the other side, then back to protection the other way round.
        await b.InvokeAsync($"remote-mirror-copygroups/{atB}/actions/split", new JsonObject { ["replicationType"] = "UR", ["svolOperationMode"] = "SSWS" }, a);
        await b.WaitAsync($"remote-mirror-copypairs/{atB},p1", a, p => Svol(p) == "SSWS" && Pvol(p) == "PSUS");
        await b.InvokeAsync($"remote-mirror-copygroups/{atB}/actions/resync", new JsonObject { ["replicationType"] = "UR", ["doSwapSvol"] = true }, a);
        await b.WaitAsync($"remote-mirror-copypairs/{atB},p1", a, p => Pvol(p) == "PAIR" && Svol(p) == "PAIR");
        Assert.Equal(b.StorageId, (await a.GetAsync($"remote-mirror-copypairs/{atA},p1", b))["pvolStorageDeviceId"]!.GetValue<string>());

        await b.InvokeAsync($"remote-mirror-copygroups/{atB}/actions/split", new JsonObject { ["replicationType"] = "UR" }, a);
        await b.WaitAsync($"remote-mirror-copypairs/{atB},p1", a, p => Pvol(p) == "PSUS");
        await FieldDriver.LockedAsync(a, b, () => b.ChangeAsync("DELETE", $"remote-mirror-copypairs/{atB},p1", remote: a));
        await GoneAsync(a, $"remote-mirror-copygroups/{atA}", b);
        await a.DeleteJournalAsync(master);
        await b.DeleteJournalAsync(restore);
        await a.DeleteVolumeAsync(pvol);
        await b.DeleteVolumeAsync(svol);
        Assert.Equal("NOT DEFINED", (await a.GetAsync("ldevs/" + pvol))["emulationType"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_takes_snapshots_clones_from_them_and_deletes_them(bool sockets)
    {
        await using var site = await ClientSite.OpenAsync(sockets);
        var a = new FieldDriver(site, "tokyo", "900000040014");
        await a.LoginAsync();
        var (pvol, svol) = (await a.MakeVolumeAsync(Blocks), await a.MakeVolumeAsync(Blocks, mapped: false));
        var id = await a.ChangeAsync("POST", "snapshots", new JsonObject
        {
            ["snapshotGroupName"] = "HBSD-snap",
            ["snapshotPoolId"] = 1,
            ["pvolLdevId"] = pvol,
            ["svolLdevId"] = svol,
            ["autoSplit"] = true,
            ["canCascade"] = false,
            ["isDataReductionForceCopy"] = false,
        });
        await a.WaitAsync("snapshots/" + id, null, p => p["status"]!.GetValue<string>() == "PSUS");
        Assert.Single((await a.GetAsync($"snapshots?pvolLdevId={pvol}"))["data"]!.AsArray());
        await a.InvokeAsync($"snapshots/{id}/actions/restore", new JsonObject { ["autoSplit"] = true });
        await a.WaitAsync("snapshots/" + id, null, p => p["status"]!.GetValue<string>() == "PSUS");
        await a.ChangeAsync("DELETE", "snapshots/" + id);
        await a.WaitAsync("ldevs/" + pvol, null, v => !v["attributes"]!.ToJsonString().Contains("HTI", StringComparison.Ordinal));
        await a.ChangeAsync("POST", "snapshots", new JsonObject
        {
            ["snapshotGroupName"] = "HBSD-clone",
            ["snapshotPoolId"] = 1,
            ["pvolLdevId"] = pvol,
            ["svolLdevId"] = svol,
            ["isClone"] = true,
            ["clonesAutomation"] = true,
            ["copySpeed"] = "faster",
        });
        await a.WaitAsync("ldevs/" + svol, null, v => !v["attributes"]!.ToJsonString().Contains("HTI", StringComparison.Ordinal));
        await a.DeleteVolumeAsync(svol);
        await a.DeleteVolumeAsync(pvol);
    }

    [Fact]
    public async Task A_lock_of_somebody_else_makes_it_wait_its_turn()
    {
        await using var site = await ClientSite.OpenAsync(false);
        var (one, two) = (new FieldDriver(site, "tokyo", "900000040014"), new FieldDriver(site, "tokyo", "900000040014"));
        var far = new FieldDriver(site, "osaka", "900000040015");
        await one.LoginAsync();
        await two.LoginAsync();
        await far.LoginAsync();
        var order = new List<int>();
        var inside = new TaskCompletionSource();
        var first = FieldDriver.LockedAsync(one, far, async () =>
        {
            order.Add(1);
            inside.SetResult();
            await one.MakeVolumeAsync(Blocks);
            order.Add(2);
        });
        await inside.Task;
        // The lock of the far array belongs to the same session, so only the near one is waited for.
        await two.InvokeAsync("/ConfigurationManager/v1/900000040014/services/resource-group-service/actions/lock", new JsonObject { ["waitTime"] = 180 });
        order.Add(3);
        await first;
        Assert.Equal([1, 2, 3], order);
    }

    private static async Task GoneAsync(FieldDriver driver, string path, FieldDriver remote)
    {
        for (var i = 0; i < 200; i++)
        {
            try
            {
                await driver.GetAsync(path, remote);
            }
            catch (DriverException gone)
            {
                Assert.Equal("KART40041-E", gone.MessageId);
                return;
            }
            await Task.Yield();
        }
        Assert.Fail(path + " is still there");
    }

    private static string Pvol(JsonNode pair) => pair["pvolStatus"]!.GetValue<string>();

    private static string Svol(JsonNode pair) => pair["svolStatus"]!.GetValue<string>();
}
