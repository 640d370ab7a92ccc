using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.Volumes;

/// <summary>Requests on one volume as they go over the wire.</summary>
internal sealed class VolumeDescriber(RequestBuilder builder)
{
    private const string Tree = "snapshot-tree";

    public ArrayRequest Describe(int ldevId, VolumeRequest request)
    {
        var where = $"{request.GetType().Name} of volume {ldevId}";
        PairOptions.Range(where, "ldevId", ldevId, 0, PairOptions.MaxLdevId);
        var path = ArrayPath.Object(builder.StorageDeviceId, "ldevs", $"{ldevId}");
        return request switch
        {
            VolumeRequest.ReserveForGlobalActiveDevice => builder.Action(path, "assign-virtual-ldevid", new VirtualIdRequest(VolumeRequest.Reserved)),
            VolumeRequest.AssignVirtualId assign => builder.Action(path, "assign-virtual-ldevid", new VirtualIdRequest(Id(where, assign.VirtualLdevId))),
            VolumeRequest.ReleaseVirtualId release => builder.Action(
                path, "unassign-virtual-ldevid", new VirtualIdRequest(release.VirtualLdevId is VolumeRequest.Reserved ? VolumeRequest.Reserved : Id(where, release.VirtualLdevId))),
            VolumeRequest.DeleteSnapshotTree => builder.Service(Tree, "delete", new TreeRequest(ldevId, null)),
            VolumeRequest.DefragmentSnapshotTree tree => builder.Service(Tree, "delete-garbage-data", new TreeRequest(ldevId, tree.Start ? "start" : "stop")),
            _ => throw new InvalidPairRequestException($"{where}: no volume takes this request"),
        };
    }

    private static int Id(string where, int id)
    {
        PairOptions.Range(where, "virtualLdevId", id, 0, PairOptions.MaxLdevId);
        return id;
    }

    private sealed record VirtualIdRequest(int VirtualLdevId);

    private sealed record TreeRequest(int LdevId, string? OperationType);
}
