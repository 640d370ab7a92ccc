using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteSetup;

/// <summary>Remote connections: groups of paths to another array, in one direction.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, chapter on remote connections.</remarks>
internal static class RemotePathEndpoints
{
    public const string Type = "remotepath-groups";
    public const int MaxPaths = 8;

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/" + Type, call => Lists.Data(call.Array.PathGroups.Select(g => Json(call, g, false))));
        routes.Get($"v1/objects/{Type}/{{id}}", call => SimResponse.Json(200, Json(call, Find(call), true)));
        routes.Create(Type, Role.RemoteCopy, Create);
        routes.Change(Type, Role.RemoteCopy, Change);
        routes.Action(Type, "add-remotepath", Role.RemoteCopy, call => ChangePath(call, add: true));
        routes.Action(Type, "remove-remotepath", Role.RemoteCopy, call => ChangePath(call, add: false));
        routes.Delete(Type, Role.RemoteCopy, Delete);
    }

    private static string Id(PathGroup group) =>
        string.Create(CultureInfo.InvariantCulture, $"{group.To.SerialNumber},{group.To.StorageTypeId},{group.PathGroupId}");

    private static PathGroup Find(Call call) =>
        call.Array.PathGroups.FirstOrDefault(g => Id(g) == call["id"]) ?? throw Refusal.NoSuchObject("remotepathGroupId = " + call["id"]);

    private static SimResponse Create(Call call)
    {
        var body = call.Body();
        var local = HostPort(call.Array, body.RequiredText("localPortId", 16));
        var remotePort = body.RequiredText("remotePortId", 16);
        var serial = body.RequiredText("remoteSerialNumber", 6);
        var type = body.RequiredText("remoteStorageTypeId", 8);
        var id = body.RequiredInt("pathGroupId", 0, 255);
        body.Done();
        var remote = call.World.Arrays.FirstOrDefault(a => a.SerialNumber.ToString(CultureInfo.InvariantCulture) == serial && a.StorageTypeId == type && a != call.Array);
        return Accept(call, "create", "", () =>
        {
            if (remote is null or { Gone: true } || remote.Ports.All(p => p.PortId != remotePort))
                return (null, ArrayError.Rejected("The remote storage system or its port can't be reached.", "2E40", "8001"));
            if (call.Array.PathGroups.Any(g => g.To == remote && g.PathGroupId == id))
                return (null, ArrayError.Rejected("The path group exists already.", "2E40", "8002"));
            var group = new PathGroup(call.Array, remote, id);
            group.Paths.Add(new RemotePath(local, remotePort));
            call.World.LinkBetween(call.Array, remote);
            call.Array.PathGroups.Add(group);
            return (group, null);
        });
    }

    private static SimResponse Change(Call call)
    {
        var group = Find(call);
        var body = call.Body();
        var timeout = body.Int("timeoutValueForRemoteIOInSeconds", 10, 80);
        var trip = body.Int("roundTripTimeInMilliSeconds", 1, 500);
        var least = body.Int("minNumOfPaths", 1, MaxPaths);
        body.Done();
        return Accept(call, "change", call["id"], () =>
        {
            if (least > group.Paths.Count)
                return (null, ArrayError.Rejected("The group has fewer paths than that.", "2E40", "8003"));
            group.TimeoutSeconds = timeout ?? group.TimeoutSeconds;
            group.RoundTripMilliseconds = trip ?? group.RoundTripMilliseconds;
            group.MinNumOfPaths = least ?? group.MinNumOfPaths;
            return (group, null);
        });
    }

    private static SimResponse ChangePath(Call call, bool add)
    {
        var group = Find(call);
        var body = call.Parameters();
        var path = new RemotePath(HostPort(call.Array, body.RequiredText("localPortId", 16)), body.RequiredText("remotePortId", 16));
        body.Done();
        return Accept(call, add ? "add-remotepath" : "remove-remotepath", call["id"], () =>
        {
            if (add && (group.Paths.Contains(path) || group.Paths.Count >= MaxPaths || group.To.Ports.All(p => p.PortId != path.RemotePortId)))
                return (null, ArrayError.Rejected("The path exists already, can't be reached, or there is no room for it.", "2E40", "8004"));
            if (!add && (!group.Paths.Contains(path) || group.Paths.Count <= group.MinNumOfPaths))
                return (null, ArrayError.Rejected("There is no such path, or too few would be left.", "2E40", "8005"));
            if (add)
                group.Paths.Add(path);
            else
                group.Paths.Remove(path);
            return (group, null);
        });
    }

    private static SimResponse Delete(Call call)
    {
        var group = Find(call);
        call.Body().Done();
        return Accept(call, "delete", call["id"], () =>
        {
            if (call.Array.RemoteCopies.Groups.Any(g => g.PartnerOf(call.Array) == group.To) && call.Array.PathGroups.Count(g => g.To == group.To) == 1)
                return (null, ArrayError.Rejected("Remote pairs use the remote connection.", "2E40", "8006"));
            call.Array.PathGroups.Remove(group);
            return (group, null);
        });
    }

    private static string HostPort(SimulatedArray array, string port) =>
        array.Ports.Any(p => p.PortId == port) ? port : throw BodyFields.Invalid("localPortId");

    private static SimResponse Accept(Call call, string action, string id, Func<(PathGroup? Group, ArrayError? Error)> act) => call.Accept(new JobPlan
    {
        Action = action,
        ObjectType = Type,
        ObjectId = id,
        Execute = () =>
        {
            var (group, error) = act();
            if (error is not null)
                return JobResult.Fail(error);
            call.World.LinksChanged();
            return JobResult.Done(Call.Base + Type + "/" + Id(group!));
        },
    });

    private static JsonObject Json(Call call, PathGroup group, bool withPaths)
    {
        var link = call.World.LinkBetween(group.From, group.To);
        var well = link.LineUp && !group.To.Gone;
        var json = new JsonObject { ["remotepathGroupId"] = Id(group) };
        if (call.Server.RemoteStorages.Contains(group.To.StorageDeviceId))
        {
            json["remoteStorageDeviceId"] = group.To.StorageDeviceId;
            json["remoteStorageModel"] = group.To.Model;
        }
        json["remoteSerialNumber"] = group.To.SerialNumber.ToString(CultureInfo.InvariantCulture);
        json["remoteStorageTypeId"] = group.To.StorageTypeId;
        json["pathGroupId"] = group.PathGroupId;
        json["cuType"] = "REMOTE";
        json["portType"] = "FIBRE";
        json["cuStatus"] = well ? "NML" : "BLK";
        json["minNumOfPaths"] = group.MinNumOfPaths;
        json["numOfPaths"] = group.Paths.Count;
        json["timeoutValueForRemoteIOInSeconds"] = group.TimeoutSeconds;
        json["roundTripTimeInMilliSeconds"] = group.RoundTripMilliseconds;
        if (withPaths)
        {
            json["remotePaths"] = new JsonArray([.. group.Paths.Select((path, i) => new JsonObject
            {
                ["cuType"] = "REMOTE",
                ["portType"] = "FIBRE",
                ["pathNumber"] = i,
                ["localPortId"] = path.LocalPortId,
                ["remotePortId"] = path.RemotePortId,
                ["pathStatus"] = well ? "NML_01" : "ILT_03",
            })]);
        }
        return json;
    }
}
