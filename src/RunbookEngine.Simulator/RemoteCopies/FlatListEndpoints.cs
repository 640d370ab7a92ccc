using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>Remote pairs without copy groups: remote-copypairs, and remote-replications on VSP 5000.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, getting TrueCopy or Universal Replicator pair information; getting information about all remote copy pairs.</remarks>
internal static class FlatListEndpoints
{
    public const int MaxLdevs = 500;

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/remote-copypairs", CopyPairs, Role.AdministratorGroup);
        routes.Get("v1/objects/remote-replications", Replications);
        routes.Get("v1/objects/storages/remote-replications", Replications);
        // With the array's id in the path a monitor of replication asks for it below objects/storages/ID.
        foreach (var method in new[] { "PUT", "POST" })
        {
            routes.Add(method, "v1/views/actions/refresh/invoke", Role.ViewOnly, Refresh);
            routes.Add(method, "v1/objects/views/actions/refresh/invoke", Role.ViewOnly, Refresh);
        }
    }

    private static SimResponse CopyPairs(Call call)
    {
        var technology = Technology(call) ?? throw BodyFields.Missing("replicationType");
        var head = call.QueryInt("headLdevId", 0, LdevText.MaxLdev) ?? 0;
        var count = call.QueryInt("count", 0, MaxLdevs) ?? MaxLdevs;
        var sides = Sides(call, technology).Where(s => s.Volume.LdevId >= head)
            .GroupBy(s => s.Volume.LdevId).OrderBy(g => g.Key).Take(count).SelectMany(g => g);
        return SimResponse.Json(200, new JsonObject { ["data"] = new JsonArray([.. sides.Select(Row)]) });
    }

    private static JsonObject Row(RemoteSide side)
    {
        var partner = side.Pair.PartnerOf(side);
        var row = new JsonObject
        {
            ["replicationType"] = side.Pair.Group.Technology,
            ["ldevId"] = side.Volume.LdevId,
            ["remoteSerialNumber"] = partner.Array.SerialNumber.ToString(CultureInfo.InvariantCulture),
            ["remoteStorageTypeId"] = partner.Array.StorageTypeId,
            ["remoteLdevId"] = partner.Volume.LdevId,
            ["primaryOrSecondary"] = side.IsPrimary ? "P-VOL" : "S-VOL",
            ["muNumber"] = side.Pair.Group.Technology == "TC" ? 0 : side.Pair.Group.MirrorUnit ?? 0,
            ["status"] = side.Shown,
            ["serialNumber"] = side.Array.SerialNumber.ToString(CultureInfo.InvariantCulture),
            ["storageTypeId"] = side.Array.StorageTypeId,
            ["isMainframe"] = false,
        };
        if (side.Pair.Group.QuorumDisk is { } quorum)
            row["quorumDiskId"] = quorum;
        return row;
    }

    private static SimResponse Replications(Call call)
    {
        if (!call.Array.IsVsp5000)
            throw Refusal.NotHere("This API is for VSP 5000 series only.");
        var first = call.QueryInt("startLdevId", 0, LdevText.MaxLdev) ?? 0;
        var last = call.QueryInt("endLdevId", 0, LdevText.MaxLdev) ?? LdevText.MaxLdev;
        var sides = Sides(call, Technology(call)).Where(s => s.Volume.LdevId >= first && s.Volume.LdevId <= last).OrderBy(s => s.Volume.LdevId);
        return SimResponse.Json(200, new JsonObject { ["data"] = new JsonArray([.. sides.Select(ReplicationRow)]) });
    }

    private static JsonObject ReplicationRow(RemoteSide side)
    {
        var (pair, group) = (side.Pair, side.Pair.Group);
        var (p, s) = (pair.Primary, pair.Secondary);
        var row = new JsonObject
        {
            ["remoteReplicationId"] = $"{p.Array.StorageTypeId},{p.Array.SerialNumber},{p.Volume.LdevId},{s.Array.StorageTypeId},{s.Array.SerialNumber},{s.Volume.LdevId}",
            ["muNumber"] = group.Technology == "TC" ? 0 : group.MirrorUnit ?? 0,
            ["replicationType"] = group.Technology,
            ["pvolLdevId"] = p.Volume.LdevId,
            ["svolLdevId"] = s.Volume.LdevId,
            ["pvolStorageType"] = p.Array.StorageTypeId,
            ["pvolStorageSerial"] = p.Array.SerialNumber.ToString(CultureInfo.InvariantCulture),
            ["svolStorageType"] = s.Array.StorageTypeId,
            ["svolStorageSerial"] = s.Array.SerialNumber.ToString(CultureInfo.InvariantCulture),
            ["fenceLevel"] = group.Technology == "UR" ? "ASYNC" : pair.FenceLevel,
            ["transitionStatus"] = pair.Transition ?? "None",
            ["pathGroupId"] = 0,
            [side.IsPrimary ? "pvolStatus" : "svolStatus"] = side.Shown,
        };
        if (pair.Delta is { } delta)
            row["deltaStatus"] = delta;
        if (pair.ConsistencyGroup is { } id)
            row["consistencyGroupId"] = id;
        if (group.Technology != "UR")
            row["copyPace"] = pair.CopyPace;
        if (group.JournalAt(p.Array) is { } master)
            row["pvolJournalId"] = master;
        if (group.JournalAt(s.Array) is { } restore)
            row["svolJournalId"] = restore;
        if (group.QuorumDisk is { } quorum)
        {
            row["quorumDiskId"] = quorum;
            row["pvolIOMode"] = p.IoMode;
            row["svolIOMode"] = s.IoMode;
        }
        return row;
    }

    /// <remarks>The lists are always fresh here, so there is nothing to do but say yes.</remarks>
    private static SimResponse Refresh(Call call)
    {
        _ = call.Body();
        return SimResponse.Empty(200);
    }

    private static IEnumerable<RemoteSide> Sides(Call call, string? technology) =>
        call.Array.RemoteCopies.Groups.Where(g => technology is null || g.Technology == technology)
            .SelectMany(g => g.PairsAt(call.Array)).Select(p => p.At(call.Array));

    private static string? Technology(Call call) => call.Query.GetValueOrDefault("replicationType") switch
    {
        null or "" => null,
        "TC" or "UR" or "GAD" => call.Query["replicationType"],
        _ => throw BodyFields.Invalid("replicationType"),
    };
}
