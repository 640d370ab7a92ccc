using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Snapshots;

/// <summary>Thin Image objects as the API shows them.</summary>
internal static class SnapshotJson
{
    public static JsonObject Group(SnapshotGroup group, bool withPairs, bool withRetention)
    {
        var json = new JsonObject { ["snapshotGroupName"] = group.Name, ["snapshotGroupId"] = group.Name };
        if (withPairs)
            json["snapshots"] = new JsonArray([.. group.Pairs.Select(p => Pair(p, null, withRetention))]);
        return json;
    }

    /// <param name="asked">The volume the list was asked for; its role is shown.</param>
    public static JsonObject Pair(SnapshotPair pair, Volume? asked, bool withRetention)
    {
        var json = new JsonObject
        {
            ["snapshotId"] = pair.Id,
            ["snapshotGroupName"] = pair.Group.Name,
            ["primaryOrSecondary"] = asked is not null && asked == pair.Svol ? "S-VOL" : "P-VOL",
            ["status"] = pair.Status,
            ["pvolLdevId"] = pair.Pvol.LdevId,
            ["muNumber"] = pair.MirrorUnit,
            ["snapshotPoolId"] = pair.PoolId,
            ["concordanceRate"] = pair.Concordance,
            ["isRedirectOnWrite"] = false,
            ["isConsistencyGroup"] = pair.Group.Consistent,
            ["isWrittenInSvol"] = pair.WrittenInSvol,
            ["isClone"] = pair.IsClone,
            ["canCascade"] = pair.CanCascade,
            ["snapshotDataReadOnly"] = false,
            ["pvolProcessingStatus"] = pair.State == SnapshotState.Error ? "E" : "N",
            ["svolProcessingStatus"] = pair.State == SnapshotState.Error ? "E" : "N",
        };
        if (pair.Svol is { } svol)
            json["svolLdevId"] = svol.LdevId;
        if (pair.StoredAt is { } at)
            json["splitTime"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        if (pair.Progress is { } progress)
            json["progressRate"] = progress;
        if (withRetention && pair.RetentionHours is { } hours)
            json["retentionPeriod"] = hours;
        if (pair.IsVirtualClone)
            (json["isVirtualCloneVolume"], json["isVirtualCloneParentVolume"]) = (true, false);
        return json;
    }

    /// <summary>A row of the list over all pairs, which is read from a cache on real arrays.</summary>
    public static JsonObject Replication(SnapshotPair pair)
    {
        var json = new JsonObject
        {
            ["snapshotReplicationId"] = pair.Id,
            ["pvolLdevId"] = pair.Pvol.LdevId,
            ["muNumber"] = pair.MirrorUnit,
            ["snapshotPoolId"] = pair.PoolId,
            ["status"] = pair.Status,
            ["concordanceRate"] = pair.Concordance,
            ["isRedirectOnWrite"] = false,
            ["isClone"] = pair.IsClone,
            ["canCascade"] = pair.CanCascade,
            ["isWrittenInSvol"] = pair.WrittenInSvol,
            ["snapshotGroupName"] = pair.Group.Name,
        };
        if (pair.Svol is { } svol)
            json["svolLdevId"] = svol.LdevId;
        if (pair.StoredAt is { } at)
            json["splitTime"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return json;
    }
}
