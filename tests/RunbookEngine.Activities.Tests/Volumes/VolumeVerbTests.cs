using RunbookEngine.Activities.Tests.Support;
using RunbookEngine.Arrays.HostGroups;
using RunbookEngine.Arrays.Volumes;
using RunbookEngine.Journal;
using RunbookEngine.Testing.Steps;

namespace RunbookEngine.Activities.Tests.Volumes;

/// <summary>LU paths, the reserve attribute and virtual ids on simulated arrays: done once, seen again, taken back.</summary>
public class VolumeVerbTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task Svols_get_LU_paths_once_and_lose_them_when_the_step_is_taken_back()
    {
        var step = Map("clones");
        Assert.Equal(3, Changed(Bench.Succeeded(await _bench.RunAsync(step))));
        Assert.Equal([130, 131, 132], await AtAsync("CL2-A", 0));
        Assert.Equal(3, step.Record.Operations.Count(o => o.Result == OperationResult.Done));

        Assert.Equal(0, Changed(Bench.Succeeded(await _bench.RunAsync(Map("clones")))));
        Bench.Succeeded(await _bench.UndoAsync(step));
        Assert.Empty(await AtAsync("CL2-A", 0));
        Bench.Succeeded(await _bench.RunAsync(step.Restarted()));
    }

    [Fact]
    public async Task Unmapped_volumes_come_back_with_the_LUNs_they_had()
    {
        Bench.Succeeded(await _bench.RunAsync(Map("clones", lun: 40)));
        var before = await PathsAsync();
        var step = _bench.Step("volume.unmap", new { on = "clones", hostGroups = new[] { "CL2-A,0" } });
        Bench.Succeeded(await _bench.RunAsync(step));
        Assert.Empty(await AtAsync("CL2-A", 0));
        Bench.Succeeded(await _bench.UndoAsync(step));
        Assert.Equal(before, await PathsAsync());
        Assert.Contains("132 CL2-A,0,42", before);
    }

    [Fact]
    public async Task A_path_that_was_there_before_stays_when_the_step_is_taken_back()
    {
        Bench.Succeeded(await _bench.RunAsync(_bench.Step("volume.map", new { on = "si/p02", hostGroups = "CL2-A,0" })));
        var step = Map("clones");
        Bench.Succeeded(await _bench.RunAsync(step));
        Bench.Succeeded(await _bench.UndoAsync(step));
        Assert.Equal([131], await AtAsync("CL2-A", 0));
    }

    [Theory]
    [InlineData("clones", "pvol", "is a P-VOL of si")]
    [InlineData("mirrors", "svol", null)]
    public async Task A_volume_that_is_a_P_VOL_of_a_target_is_refused_unless_that_is_meant(string on, string side, string? refused)
    {
        var outcome = await _bench.RunAsync(_bench.Step("volume.map", new { on, side, hostGroups = "CL2-A,0" }));
        if (refused is null)
        {
            Bench.Succeeded(outcome);
            return;
        }
        Assert.Contains(refused, Bench.Failed(outcome).Message);
        Assert.Empty(_bench.Ledger);
        Bench.Succeeded(await _bench.RunAsync(_bench.Step("volume.map", new { on, side, hostGroups = "CL2-A,0", allowPvol = true })));
    }

    [Theory]
    [InlineData("CL2-A,nobody", "of which tokyo has 0")]
    [InlineData("CL9-Z,0", "of which tokyo has 0")]
    [InlineData("CL2-A", "a port and the number or name")]
    public async Task A_host_group_that_is_not_there_is_refused_before_anything_is_sent(string group, string why)
    {
        Assert.Contains(why, Bench.Failed(await _bench.RunAsync(_bench.Step("volume.map", new { on = "clones", hostGroups = group }))).Message);
        Assert.Empty(_bench.Ledger);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_lost_answer_doubles_no_path_and_loses_none(int lost)
    {
        var sent = 0;
        _bench.After = request =>
        {
            if (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/luns", StringComparison.Ordinal) && ++sent == lost)
            {
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "lost");
            }
        };
        var step = Map("clones");
        Bench.Succeeded(await _bench.RunAsync(step));
        Assert.Equal([130, 131, 132], await AtAsync("CL2-A", 0));
        Assert.Equal(3, _bench.Ledger.Count(e => e.Action == "create"));
        Assert.All(step.Record.Operations, o => Assert.Equal(OperationResult.Done, o.Result));
    }

    [Fact]
    public async Task An_engine_that_dies_between_paths_goes_on_where_it_was()
    {
        using var leaving = new CancellationTokenSource();
        _bench.After = request =>
        {
            if (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/luns", StringComparison.Ordinal) && _bench.Ledger.Count == 2)
            {
                leaving.Cancel();
            }
        };
        var step = Map("clones");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.RunAsync(step, leaving.Token));
        _bench.After = null;
        Bench.Succeeded(await _bench.RunAsync(step.Restarted()));
        Assert.Equal([130, 131, 132], await AtAsync("CL2-A", 0));
        Assert.Equal(3, _bench.Ledger.Count(e => e.Action == "create"));
    }

    [Fact]
    public async Task A_gad_pair_is_made_from_steps_alone_and_the_reserve_attribute_goes_with_the_rollback()
    {
        var bench = new Bench();
        await UnmapAsync(bench, 136);
        var reserve = bench.Step("volume.reserve", new { on = "active", volumes = new[] { 136 } });
        Bench.Succeeded(await bench.RunAsync(reserve));
        Assert.True((await ReadAsync(bench, "osaka", 136)).HasGadReserve);
        Assert.Equal(0, Changed(Bench.Succeeded(await bench.RunAsync(bench.Step("volume.reserve", new { on = "active", volumes = new[] { 136 } })))));

        var create = bench.Step("pair.create", new { on = "gad", pairs = new[] { new { name = "n", pvol = 136, svol = 136 } }, quorumDisk = 0 });
        Bench.Succeeded(await bench.RunAsync(create));
        Bench.Succeeded(await bench.UndoAsync(create));
        Bench.Succeeded(await bench.UndoAsync(reserve));
        Assert.Equal(136, (await ReadAsync(bench, "osaka", 136)).VirtualId);
    }

    [Fact]
    public async Task A_volume_in_a_pair_or_with_LU_paths_is_not_reserved()
    {
        Assert.Contains("is in a pair", Bench.Failed(await _bench.RunAsync(_bench.Step("volume.reserve", new { on = "active", volumes = new[] { 100 } }))).Message);
        Assert.Contains("LU paths", Bench.Failed(await _bench.RunAsync(_bench.Step("volume.reserve", new { on = "active", volumes = new[] { 137 } }))).Message);
        Assert.Contains("no global-active device target", Bench.Failed(await _bench.RunAsync(_bench.Step("volume.reserve", new { on = "mirrors", volumes = new[] { 137 } }))).Message);
        Assert.Empty(_bench.Ledger);
    }

    [Fact]
    public async Task A_virtual_id_is_exchanged_and_comes_back()
    {
        await UnmapAsync(_bench, 138);
        var step = _bench.Step("volume.virtualId", new { on = "active", volumes = new[] { new { ldev = 138, virtualId = 1138 } } });
        Bench.Succeeded(await _bench.RunAsync(step));
        Assert.Equal(1138, (await ReadAsync(_bench, "osaka", 138)).VirtualId);
        Bench.Succeeded(await _bench.UndoAsync(step));
        Assert.Equal(138, (await ReadAsync(_bench, "osaka", 138)).VirtualId);
    }

    private ScriptedStep Map(string on, int? lun = null) => _bench.Step("volume.map", lun is null
        ? new { on, hostGroups = new[] { "CL2-A,0" } } : new { on, hostGroups = new[] { "CL2-A,0" }, lun });

    private static int Changed(StepOutcome.Succeeded done) => done.Outputs!.Value.GetProperty("changed").GetInt32();

    private async Task<List<int>> AtAsync(string port, int group) =>
        [.. (await ListAsync()).Where(v => v.Paths.Any(p => p.PortId == port && p.HostGroupNumber == group)).Select(v => v.LdevId).Order()];

    private async Task<List<string>> PathsAsync() =>
        [.. (await ListAsync()).SelectMany(v => v.Paths.Select(p => $"{v.LdevId} {p.PortId},{p.HostGroupNumber},{p.Lun}")).Order(StringComparer.Ordinal)];

    private async Task<IReadOnlyList<Volume>> ListAsync()
    {
        await using var connections = _bench.NewConnections();
        return await _bench.DriveAsync(connections.For(Bench.PlanOf())["tokyo"].ListVolumesAsync(0, 1000, CancellationToken.None));
    }

    private static async Task<Volume> ReadAsync(Bench bench, string array, int ldev)
    {
        await using var connections = bench.NewConnections();
        return (await bench.DriveAsync(connections.For(Bench.PlanOf())[array].ReadVolumeAsync(ldev, CancellationToken.None)))!;
    }

    private static async Task UnmapAsync(Bench bench, int ldev)
    {
        await using var connections = bench.NewConnections();
        var array = connections.For(Bench.PlanOf())["osaka"];
        foreach (var path in (await ReadAsync(bench, "osaka", ldev)).Paths)
        {
            var job = await bench.DriveAsync(array.SendAsync(
                array.DescribeRequest(new LuPathRequest.Remove(path.PortId!, path.HostGroupNumber!.Value, path.Lun!.Value)), CancellationToken.None));
            await bench.DriveAsync(array.WaitForJobAsync(job.Ref, bench.Clock.GetUtcNow() + TimeSpan.FromMinutes(5), CancellationToken.None));
        }
    }
}
