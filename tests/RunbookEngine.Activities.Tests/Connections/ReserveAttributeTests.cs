using RunbookEngine.Activities.Tests.Support;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Connections;
using RunbookEngine.Arrays.Jobs;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Volumes;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Simulator.Hosting;
using RunbookEngine.Testing;

namespace RunbookEngine.Activities.Tests.Connections;

/// <summary>The client's requests on volumes against the simulated arrays' reading of the same chapter.</summary>
public class ReserveAttributeTests
{
    private const string TokyoId = "900000040014";
    private const string OsakaId = "900000040015";

    [Fact]
    public void An_svol_of_global_active_device_is_reserved_before_its_pair_is_made()
    {
        var bench = new Bench();
        SimulatedTime.Run(
            bench.Clock,
            async () =>
            {
                await using var fleet = new ArrayFleet([Connection("tokyo", TokyoId), Connection("osaka", OsakaId)], bench.Clock, _ => new InMemoryHandler(bench.World));
                var osaka = fleet["osaka"];
                var group = CopyGroupRef.Of(Technology.GlobalActiveDevice, TokyoId, "new", OsakaId);
                var create = new PairRequest.Create { PairName = "p", PvolLdevId = 135, SvolLdevId = 136, NewGroup = true, QuorumDiskId = 0 };

                Assert.False((await EndAsync(fleet["tokyo"], await fleet["tokyo"].InvokeAsync(group, create, default)))?.Succeeded);
                Assert.False(await DoAsync(osaka, new VolumeRequest.ReserveForGlobalActiveDevice()));
                Assert.True(await DoAsync(osaka, new VolumeRequest.ReleaseVirtualId(136)));
                Assert.True(await DoAsync(osaka, new VolumeRequest.ReserveForGlobalActiveDevice()));
                Assert.True((await EndAsync(fleet["tokyo"], await fleet["tokyo"].InvokeAsync(group, create, default)))?.Succeeded);
                // Reserved for a pair that stands.
                Assert.False(await DoAsync(osaka, new VolumeRequest.ReleaseVirtualId(VolumeRequest.Reserved)));

                async Task<bool?> DoAsync(ArrayClient array, VolumeRequest request) =>
                    (await EndAsync(array, await array.InvokeAsync(136, request, default)))?.Succeeded;

                Task<ArrayJob?> EndAsync(ArrayClient array, ArrayJob job) =>
                    array.WaitForJobAsync(job.Ref, bench.Clock.GetUtcNow() + TimeSpan.FromMinutes(5), default);
            },
            Bench.Reach);
    }

    private static ArrayConnection Connection(string name, string id) => new()
    {
        Name = name,
        StorageDeviceId = id,
        Endpoints = [InMemoryHandler.AddressOf(name)],
        Credentials = new FixedCredentials("runbook", "secret-of-" + name),
    };
}
