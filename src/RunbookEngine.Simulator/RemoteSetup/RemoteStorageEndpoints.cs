using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.RemoteCopies;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteSetup;

/// <summary>Other arrays a REST server knows. Each controller's server keeps its own list.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, registering a remote storage system.</remarks>
internal static class RemoteStorageEndpoints
{
    public const string Type = "remote-storages";

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/" + Type, call => Lists.Data(call.Server.RemoteStorages
            .Select(id => Json(call.World.FindById(id)!, "Remote")).Prepend(Json(call.Array, "Local"))));
        routes.Get($"v1/objects/{Type}/{{id}}", call => SimResponse.Json(200,
            call["id"] == call.Array.StorageDeviceId ? Json(call.Array, "Local") : Json(Find(call), "Remote")));
        routes.Create(Type, Role.InitialConfiguration, Register);
        routes.Delete(Type, Role.InitialConfiguration, Remove);
    }

    private static SimulatedArray Find(Call call) =>
        call.Server.RemoteStorages.Contains(call["id"]) && call.World.FindById(call["id"]) is { } array
            ? array
            : throw Refusal.NoSuchObject("storageDeviceId = " + call["id"]);

    private static SimResponse Register(Call call)
    {
        var body = call.Body();
        var id = body.RequiredText("storageDeviceId", 12);
        _ = body.RequiredText("restServerIp");
        _ = body.RequiredInt("restServerPort", 1, 65_535);
        var mutual = body.Flag("isMutualDiscovery") ?? true;
        body.Done();
        var remote = call.World.FindById(id);
        if (remote == call.Array)
            throw BodyFields.Invalid("storageDeviceId");
        if (remote is not null)
            Partner.Require(call, remote);
        return call.Accept(new JobPlan
        {
            Action = "create",
            ObjectType = Type,
            ObjectId = id,
            Execute = () =>
            {
                if (remote is null or { Answers: false })
                    return JobResult.Fail(new ArrayError("KART30074-E", "Communication with the remote storage system failed.", null, "Check address and port.") { SolutionType = "RETRY" });
                var added = call.Server.RemoteStorages.Add(id);
                if (mutual)
                    added |= remote.Servers[0].RemoteStorages.Add(call.Array.StorageDeviceId);
                return JobResult.Done(Call.Base + Type + "/" + id, added);
            },
        });
    }

    private static SimResponse Remove(Call call)
    {
        var remote = Find(call);
        var body = call.Body();
        var mutual = body.Flag("isMutualDeletion") ?? false;
        body.Done();
        if (mutual)
            Partner.Require(call, remote);
        return call.Accept(new JobPlan
        {
            Action = "delete",
            ObjectType = Type,
            ObjectId = call["id"],
            Execute = () =>
            {
                var removed = call.Server.RemoteStorages.Remove(remote.StorageDeviceId);
                if (mutual)
                    removed |= remote.Servers[0].RemoteStorages.Remove(call.Array.StorageDeviceId);
                return JobResult.Done(Call.Base + Type + "/" + remote.StorageDeviceId, removed);
            },
        });
    }

    private static JsonObject Json(SimulatedArray array, string kind)
    {
        var json = new JsonObject
        {
            ["storageDeviceId"] = array.StorageDeviceId,
            ["dkcType"] = kind,
            ["restServerIp"] = "127.0.0.1",
            ["restServerPort"] = array.RestServerPort,
            ["model"] = array.Model,
            ["serialNumber"] = array.SerialNumber,
            ["communicationModes"] = new JsonArray(new JsonObject { ["communicationMode"] = "lanConnectionMode" }),
        };
        if (!array.IsVsp5000)
            (json["ctl1Ip"], json["ctl2Ip"]) = ("127.0.0.1", "127.0.0.1");
        return json;
    }
}
