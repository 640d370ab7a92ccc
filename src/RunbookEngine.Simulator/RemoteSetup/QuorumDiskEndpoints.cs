using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteSetup;

/// <summary>Quorum disks of global-active device. Both arrays register the same number, each naming the other.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, chapter on global-active device. The role of changes is not in any page read.</remarks>
internal static class QuorumDiskEndpoints
{
    public const string Type = "quorum-disks";
    public const int MaxId = 31;

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/" + Type, call => Lists.Data(call.Array.QuorumDisks.OrderBy(q => q.QuorumDiskId).Select(Json)));
        routes.Get($"v1/objects/{Type}/{{id}}", call => SimResponse.Json(200, Json(Find(call))));
        routes.Create(Type, Role.Provisioning, Create);
        routes.Delete(Type, Role.Provisioning, Delete);
    }

    private static QuorumDisk Find(Call call) =>
        call.Array.QuorumDisks.FirstOrDefault(q => q.QuorumDiskId.ToString(CultureInfo.InvariantCulture) == call["id"])
            ?? throw Refusal.NoSuchObject("quorumDiskId = " + call["id"]);

    private static SimResponse Create(Call call)
    {
        var body = call.Body();
        var id = body.RequiredInt("quorumDiskId", 0, MaxId);
        var serial = body.RequiredInt("remoteSerialNumber", 1, 999_999);
        var type = body.RequiredText("remoteStorageTypeId", 8);
        var ldev = body.Int("ldevId", 0, LdevText.MaxLdev);
        body.Done();
        return call.Accept(new JobPlan
        {
            Action = "create",
            ObjectType = Type,
            Execute = () =>
            {
                if (call.World.Arrays.FirstOrDefault(a => a.SerialNumber == serial && a.StorageTypeId == type && a != call.Array) is not { } partner)
                    return JobResult.Fail(ArrayError.Rejected("The remote storage system is not known.", "2E60", "8001"));
                if (call.Array.QuorumDisks.Any(q => q.QuorumDiskId == id))
                    return JobResult.Fail(ArrayError.Rejected($"The quorum disk exists already. (quorumDiskId = {id})", "2E60", "8002"));
                if (ldev is { } volume && (!call.Array.Volumes.TryGetValue(volume, out var found) || found.Uses.Count > 0 || found.Paths.Count > 0))
                    return JobResult.Fail(ArrayError.Rejected("The volume is not defined or is in use.", "2E60", "8003"));
                call.Array.QuorumDisks.Add(new QuorumDisk(id, partner, ldev));
                return JobResult.Done(Call.Base + Type + "/" + id);
            },
        });
    }

    private static SimResponse Delete(Call call)
    {
        var quorum = Find(call);
        call.Body().Done();
        return call.Accept(new JobPlan
        {
            Action = "delete",
            ObjectType = Type,
            ObjectId = call["id"],
            Execute = () =>
            {
                if (call.Array.RemoteCopies.Groups.Any(g => g.QuorumDisk == quorum.QuorumDiskId))
                    return JobResult.Fail(ArrayError.Rejected("Global-active device pairs use the quorum disk.", "2E60", "8004"));
                return JobResult.Done(Call.Base + Type + "/" + quorum.QuorumDiskId, call.Array.QuorumDisks.Remove(quorum));
            },
        });
    }

    private static JsonObject Json(QuorumDisk quorum)
    {
        var json = new JsonObject
        {
            ["quorumDiskId"] = quorum.QuorumDiskId,
            ["remoteSerialNumber"] = quorum.Partner.SerialNumber.ToString(CultureInfo.InvariantCulture),
            ["remoteStorageTypeId"] = quorum.Partner.StorageTypeId,
        };
        if (quorum.LdevId is { } ldev)
            json["ldevId"] = ldev;
        json["readResponseGuaranteedTime"] = 40;
        json["status"] = quorum.Status;
        return json;
    }
}
