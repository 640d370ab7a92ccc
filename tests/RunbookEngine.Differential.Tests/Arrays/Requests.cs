using System.Text.Json.Nodes;
using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Differential.Tests.Arrays;

/// <param name="Partner">A session of the other array goes along.</param>
internal sealed record WireRequest(string Method, string Path, JsonObject? Body, bool Partner);

/// <summary>An operation of the model in the arrays' words. Written from the reference, not with the client of this repository.</summary>
internal static class Requests
{
    /// <param name="alone">Use the form that does not name the other array.</param>
    public static WireRequest For(TwoArrays arrays, SimulatedArray asked, PairOperation operation, OperationUnit unit, int member, bool alone, bool put)
    {
        var remote = arrays.Technology.IsRemote();
        if (operation.Action == PairAction.Create)
            return new("POST", Type(arrays.Technology, OperationUnit.Pair), Creation(arrays, operation, member), remote);
        var path = $"{Type(arrays.Technology, unit)}/{Id(arrays, asked, unit, member, alone)}";
        if (operation.Action == PairAction.Delete)
            return new("DELETE", path, null, remote);
        var parameters = Options(arrays.Technology, operation);
        return new(put ? "PUT" : "POST", $"{path}/actions/{Verb(operation.Action)}/invoke", new JsonObject { ["parameters"] = parameters }, remote && !alone);
    }

    private static string Type(Technology technology, OperationUnit unit) => (technology, unit) switch
    {
        (Technology.ShadowImage, OperationUnit.Group) => "local-clone-copygroups",
        (Technology.ShadowImage, _) => "local-clone-copypairs",
        (Technology.ThinImage, OperationUnit.Group) => "snapshot-groups",
        (Technology.ThinImage, _) => "snapshots",
        (_, OperationUnit.Group) => "remote-mirror-copygroups",
        _ => "remote-mirror-copypairs",
    };

    private static string Id(TwoArrays arrays, SimulatedArray asked, OperationUnit unit, int member, bool alone)
    {
        const string g = TwoArrays.Group;
        var pair = unit == OperationUnit.Pair;
        switch (arrays.Technology)
        {
            case Technology.ShadowImage:
                return $"{g},{g}P_,{g}S_" + (pair ? "," + TwoArrays.Name(member) : "");
            case Technology.ThinImage:
                return pair ? $"{TwoArrays.Pvol(member)},{Mirror}" : g;
            default:
                // Groups are made at A: its device group is gP_, whatever the roles are now.
                var (own, other) = asked.Alias == "A" ? ("gP_", "gS_") : ("gS_", "gP_");
                var partner = arrays.World[asked.Alias == "A" ? "B" : "A"].StorageDeviceId;
                return (alone ? $"NotSpecified,{g},{own},NotSpecified" : $"{partner},{g},{own},{other}") + (pair ? "," + TwoArrays.Name(member) : "");
        }
    }

    private const int Mirror = 3;

    private static string Verb(PairAction action) => action switch
    {
        PairAction.Split => "split",
        PairAction.Resync or PairAction.SwapResync => "resync",
        PairAction.Restore => "restore",
        PairAction.Takeover => "takeover",
        PairAction.Clone => "clone",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "is no action of an object"),
    };

    private static JsonObject Creation(TwoArrays arrays, PairOperation operation, int member)
    {
        var body = Options(arrays.Technology, operation);
        body["pvolLdevId"] = TwoArrays.Pvol(member);
        body["svolLdevId"] = TwoArrays.Svol(member);
        if (arrays.Technology == Technology.ThinImage)
        {
            body["snapshotGroupName"] = TwoArrays.Group;
            body["snapshotPoolId"] = 0;
            body["muNumber"] = Mirror;
            if (arrays.Clones)
                body["isClone"] = true;
            return body;
        }
        var isNew = arrays.Technology == Technology.ShadowImage ? arrays.LocalGroup is null : arrays.RemoteGroup is null;
        body["copyGroupName"] = TwoArrays.Group;
        body["copyPairName"] = TwoArrays.Name(member);
        body["replicationType"] = arrays.Technology.WireName();
        body["isNewGroupCreation"] = isNew;
        if (!arrays.Technology.IsRemote())
            return body;
        body["remoteStorageDeviceId"] = arrays.World["B"].StorageDeviceId;
        if (isNew && arrays.Technology == Technology.UniversalReplicator)
            (body["pvolJournalId"], body["svolJournalId"]) = (1, 1);
        if (isNew && arrays.Technology == Technology.GlobalActiveDevice)
            body["quorumDiskId"] = 0;
        return body;
    }

    private static JsonObject Options(Technology technology, PairOperation o)
    {
        var body = new JsonObject();
        if (technology.IsRemote() && o.Action is PairAction.Split or PairAction.Resync or PairAction.SwapResync)
            body["replicationType"] = technology.WireName();
        if (o.Quick)
            body["quickMode"] = true;
        if (o.SvolAccess is { } access)
            body["svolAccessMode"] = access == HostAccess.ReadWrite ? "rw" : "r";
        if (o.PvolWriteProtect)
            body["doPvolWriteProtect"] = true;
        if (o.DataSuspend)
            body["doDataSuspend"] = true;
        if (o.ForceSuspend)
            body["forceSuspend"] = true;
        if (o.SvolOperationMode is { } mode)
            body["svolOperationMode"] = mode == SvolOperationMode.Ssws ? "SSWS" : "PSUS";
        if (o.AutoSplit)
            body["autoSplit"] = true;
        if (!o.DoInitialCopy)
            body["doInitialCopy"] = false;
        if (o.DeltaResyncSuspend)
            body["doDeltaResyncSuspend"] = true;
        if (o.TakeoverMode is { } takeover)
            body["mode"] = takeover == TakeoverMode.Auto ? "auto" : "forceSplit";
        if (o.CopyPace is { } pace)
            body["copyPace"] = pace;
        if (o.ConsistencyGroup is { } group && !(technology == Technology.UniversalReplicator && o.Action == PairAction.Create))
            body["isConsistencyGroup"] = group.Member;
        if (o.ConsistencyGroup?.Id is { } id)
            body["consistencyGroupId"] = id;
        if (o.Fence is { } fence)
            body["fenceLevel"] = fence.ToString().ToUpperInvariant();
        if (o.Action == PairAction.SwapResync)
            body["doSwapSvol"] = true;
        return body;
    }
}
