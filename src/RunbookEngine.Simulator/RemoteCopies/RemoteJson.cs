using System.Text.Json.Nodes;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>Remote copy objects as the API shows them. No other attributes: some clients bind to exactly these.</summary>
internal static class RemoteJson
{
    public static string GroupId(RemoteGroup group, SimulatedArray asked, bool alone) =>
        alone ? $"{RemoteTarget.Unspecified},{group.Name},{group.DeviceGroupAt(asked)},{RemoteTarget.Unspecified}" : group.IdAt(asked);

    public static JsonObject Group(RemoteGroup group, SimulatedArray asked, bool alone)
    {
        var json = new JsonObject
        {
            ["remoteMirrorCopyGroupId"] = GroupId(group, asked, alone),
            ["copyGroupName"] = group.Name,
        };
        if (!alone)
            json["remoteStorageDeviceId"] = group.PartnerOf(asked).StorageDeviceId;
        json["localDeviceGroupName"] = group.DeviceGroupAt(asked);
        if (!alone)
            json["remoteDeviceGroupName"] = group.DeviceGroupAt(group.PartnerOf(asked));
        if (group.MirrorUnit is { } mu && group.Technology != "TC")
            json["muNumber"] = mu;
        return json;
    }

    public static JsonObject GroupWithPairs(RemoteGroup group, SimulatedArray asked, bool alone, bool withClass)
    {
        var json = Group(group, asked, alone);
        json["copyPairs"] = new JsonArray([.. group.PairsAt(asked).Select(p => Pair(p, asked, alone, withClass))]);
        return json;
    }

    /// <summary>The pair merged from both arrays' records, or from the asked array's alone.</summary>
    public static JsonObject Pair(RemotePair pair, SimulatedArray asked, bool alone, bool withClass)
    {
        var group = pair.Group;
        var json = new JsonObject
        {
            ["remoteMirrorCopyPairId"] = GroupId(group, asked, alone) + "," + pair.Name,
            ["copyGroupName"] = group.Name,
            ["copyPairName"] = pair.Name,
            ["replicationType"] = group.Technology,
            ["fenceLevel"] = group.Technology == "UR" ? "ASYNC" : pair.FenceLevel,
        };
        if (pair.ConsistencyGroup is { } id)
            json["consistencyGroupId"] = id;
        if (group.QuorumDisk is { } quorum)
            json["quorumDiskId"] = quorum;
        Side(json, "pvol", pair.Primary, asked, alone);
        Side(json, "svol", pair.Secondary, asked, alone);
        if (pair.Progress is { } progress)
            json["copyProgressRate"] = progress;
        if (group.Technology == "GAD")
            json["isAluaEnabled"] = false;
        if (withClass)
        {
            json["transitionStatus"] = pair.Transition ?? "None";
            if (pair.Delta is { } delta)
                json["deltaStatus"] = delta;
        }
        return json;
    }

    private static void Side(JsonObject json, string prefix, RemoteSide side, SimulatedArray asked, bool alone)
    {
        if (alone && side.Array != asked)
            return;
        json[prefix + "LdevId"] = side.Volume.LdevId;
        json[prefix + "Status"] = side.Shown;
        json[prefix + "StorageDeviceId"] = side.Array.StorageDeviceId;
        if (side.Pair.Group.JournalAt(side.Array) is { } journal)
            json[prefix + "JournalId"] = journal;
        if (side.Pair.Group.Technology == "GAD" && side.Exists)
            json[prefix + "IOMode"] = side.IoMode;
        json[prefix + "DifferenceDataManagement"] = "S";
        json[prefix + "ProcessingStatus"] = "N";
    }
}
