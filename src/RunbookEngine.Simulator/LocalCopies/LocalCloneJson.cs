using System.Text.Json.Nodes;

namespace RunbookEngine.Simulator.LocalCopies;

/// <summary>ShadowImage objects as the API shows them. No other attributes: some clients bind to exactly these.</summary>
internal static class LocalCloneJson
{
    public static JsonObject Group(LocalGroup group) => new()
    {
        ["localCloneCopygroupId"] = group.Id,
        ["copyGroupName"] = group.Name,
        ["pvolDeviceGroupName"] = group.PvolDeviceGroup,
        ["svolDeviceGroupName"] = group.SvolDeviceGroup,
    };

    public static JsonObject GroupWithPairs(LocalGroup group)
    {
        var json = Group(group);
        json["copyPairs"] = new JsonArray([.. group.Pairs.Select(Pair), .. group.Stale.Select(p => p.DeepClone())]);
        return json;
    }

    public static JsonObject Pair(LocalPair pair)
    {
        var json = new JsonObject
        {
            ["localCloneCopypairId"] = pair.Id,
            ["copyGroupName"] = pair.Group.Name,
            ["copyPairName"] = pair.Name,
            ["replicationType"] = "SI",
            ["copyMode"] = pair.Group.Migration ? "NotSynchronized" : "NotSnapshot",
            ["copyProgressRate"] = pair.Progress,
            ["pvolLdevId"] = pair.Pvol.LdevId,
            ["pvolMuNumber"] = pair.Group.MirrorUnit,
            ["pvolStatus"] = pair.PvolStatus,
            ["pvolDifferenceDataManagement"] = "S",
            ["pvolProcessingStatus"] = "N",
            ["svolLdevId"] = pair.Svol.LdevId,
            ["svolStatus"] = pair.SvolStatus,
            ["svolDifferenceDataManagement"] = "S",
            ["svolProcessingStatus"] = "N",
        };
        if (pair.Group.ConsistencyGroup is { } id)
            json["consistencyGroupId"] = id;
        return json;
    }
}
