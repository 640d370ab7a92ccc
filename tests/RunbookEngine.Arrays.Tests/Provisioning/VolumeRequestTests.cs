using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Tests.Fakes;
using RunbookEngine.Arrays.Volumes;

namespace RunbookEngine.Arrays.Tests.Provisioning;

/// <summary>REST API guide MK-98RD9014: "Allocating a virtual LDEV ID", "Deleting Thin Image pairs by specifying a snapshot tree".</summary>
public class VolumeRequestTests
{
    private const string Tree = $"/ConfigurationManager/v1/{TwoSites.TokyoId}/services/snapshot-tree/actions/";

    public static TheoryData<VolumeRequest, string, string> Cases() => new()
    {
        { new VolumeRequest.ReserveForGlobalActiveDevice(), "ldevs/300/actions/assign-virtual-ldevid/invoke", """{"parameters":{"virtualLdevId":65535}}""" },
        { new VolumeRequest.AssignVirtualId(100), "ldevs/300/actions/assign-virtual-ldevid/invoke", """{"parameters":{"virtualLdevId":100}}""" },
        { new VolumeRequest.ReleaseVirtualId(300), "ldevs/300/actions/unassign-virtual-ldevid/invoke", """{"parameters":{"virtualLdevId":300}}""" },
        { new VolumeRequest.ReleaseVirtualId(VolumeRequest.Reserved), "ldevs/300/actions/unassign-virtual-ldevid/invoke", """{"parameters":{"virtualLdevId":65535}}""" },
        { new VolumeRequest.DeleteSnapshotTree(), Tree + "delete/invoke", """{"parameters":{"ldevId":300}}""" },
        { new VolumeRequest.DefragmentSnapshotTree(true), Tree + "delete-garbage-data/invoke", """{"parameters":{"ldevId":300,"operationType":"start"}}""" },
        { new VolumeRequest.DefragmentSnapshotTree(false), Tree + "delete-garbage-data/invoke", """{"parameters":{"ldevId":300,"operationType":"stop"}}""" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_request_on_a_volume_goes_out_as_described(VolumeRequest request, string path, string body)
    {
        await using var sites = new TwoSites();
        sites.TokyoArray.On("POST " + path, 202, Samples.RunningJob(42));

        var job = await sites.Tokyo.InvokeAsync(300, request, default);

        var seen = Assert.Single(sites.TokyoArray.Requests);
        Assert.Equal((42L, body), (job.Ref.JobId, seen.Body));
        Assert.EndsWith(path, seen.Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(65_280, 5)]
    [InlineData(300, -1)]
    [InlineData(300, 65_280)]
    public async Task A_number_no_volume_can_have_is_not_sent(int ldevId, int virtualId)
    {
        await using var sites = new TwoSites();
        foreach (var request in new VolumeRequest[] { new VolumeRequest.AssignVirtualId(virtualId), new VolumeRequest.ReleaseVirtualId(virtualId) })
        {
            Assert.Throws<InvalidPairRequestException>(() => sites.Tokyo.DescribeRequest(ldevId, request));
        }
    }
}
