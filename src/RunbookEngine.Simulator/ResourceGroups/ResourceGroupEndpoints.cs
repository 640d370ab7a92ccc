using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.ResourceGroups;

/// <summary>Resource groups, and who has locked them.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, getting information about resource groups; locking resources.</remarks>
internal static class ResourceGroupEndpoints
{
    public const string Type = "resource-groups";
    public const int MaxId = 1023;
    public const int MaxLdevs = 1024;

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/" + Type, List);
        routes.Get($"v1/objects/{Type}/{{id}}", call => SimResponse.Json(200, Json(call, Find(call))));
        routes.Create(Type, Role.SecurityAdministrator, Create);
        routes.Delete(Type, Role.SecurityAdministrator, Delete);
        routes.Action(Type, "add-resource", Role.SecurityAdministrator, call => Move(call, "add-resource"));
        routes.Action(Type, "remove-resource", Role.SecurityAdministrator, call => Move(call, "remove-resource"));
    }

    public static string Url(int id) => Call.Base + Type + "/" + id;

    private static SimResponse List(Call call)
    {
        var wanted = Lists.QueryChoice(call, "lockStatus", "Locked", "Unlocked");
        var groups = call.Array.ResourceGroups.Where(g => call.User.MayUse(g.ResourceGroupId)).OrderBy(g => g.ResourceGroupId);
        return Lists.Data(groups.Where(g => wanted is null || (wanted == "Locked") == (LockOf(call.Array, g) is not null)).Select(g => Json(call, g)));
    }

    private static ResourceGroup Find(Call call) =>
        call.Array.ResourceGroups.FirstOrDefault(g => g.ResourceGroupId.ToString(CultureInfo.InvariantCulture) == call["id"] && call.User.MayUse(g.ResourceGroupId))
            ?? throw Refusal.NoSuchObject("resourceGroupId = " + call["id"]);

    private static ResourceLock? LockOf(SimulatedArray array, ResourceGroup group) =>
        LockService.Living(array).FirstOrDefault(l => l.Groups.Contains(group.ResourceGroupId));

    private static JsonObject Json(Call call, ResourceGroup group)
    {
        var array = call.Array;
        var json = new JsonObject { ["resourceGroupId"] = group.ResourceGroupId, ["resourceGroupName"] = group.Name };
        if (LockOf(array, group) is { } held)
        {
            json["lockStatus"] = "Locked";
            if (held.Owner == call.User.Name)
                json["selfLock"] = held.Session is not null && held.Session == call.Session;
            json["lockOwner"] = held.Owner;
            json["lockHost"] = held.Host;
            if (held.Session is { } session && (held.Owner == call.User.Name || call.User.Roles.HasFlag(Role.AdministratorGroup)))
                json["lockSessionId"] = session.Id;
        }
        else
        {
            json["lockStatus"] = "Unlocked";
        }
        var first = group.ResourceGroupId == 0;
        json["virtualStorageId"] = 0;
        json["ldevIds"] = Lists.Numbers(array.Volumes.Values.Where(v => v.ResourceGroupId == group.ResourceGroupId).Select(v => v.LdevId));
        json["parityGroupIds"] = new JsonArray();
        json["externalParityGroupIds"] = new JsonArray();
        json["portIds"] = Lists.Words(first ? array.Ports.Select(p => p.PortId) : []);
        json["hostGroupIds"] = Lists.Words(first ? array.HostGroups.Select(g => g.Id) : []);
        return json;
    }

    private static SimResponse Create(Call call)
    {
        var body = call.Body();
        var name = Names.Checked(body.RequiredText("resourceGroupName"), "resourceGroupName", 32);
        _ = body.Int("virtualStorageId", 0, 1023);
        body.Done();
        if (call.Array.ResourceGroups.Any(g => g.Name == name))
            throw Refusal.Conflict("KART40057-E", $"The resource group exists already. (resourceGroupName = {name})");
        return Accept(call, "create", "", () =>
        {
            var id = Enumerable.Range(1, MaxId).Cast<int?>().FirstOrDefault(n => call.Array.ResourceGroups.All(g => g.ResourceGroupId != n));
            if (id is not { } free)
                return (0, ArrayError.Rejected("No resource group number is free.", "2E70", "8001"));
            call.Array.ResourceGroups.Add(new ResourceGroup(free, name));
            return (free, null);
        });
    }

    private static SimResponse Delete(Call call)
    {
        var group = Find(call);
        call.Body().Done();
        return Accept(call, "delete", call["id"], () =>
        {
            if (group.ResourceGroupId == 0 || call.Array.Volumes.Values.Any(v => v.ResourceGroupId == group.ResourceGroupId))
                return (0, ArrayError.Rejected("The resource group can't be deleted or has resources.", "2E70", "8002"));
            call.Array.ResourceGroups.Remove(group);
            return (group.ResourceGroupId, null);
        });
    }

    /// <summary>Volumes move from the first resource group into another, or back.</summary>
    private static SimResponse Move(Call call, string action)
    {
        var group = Find(call);
        var body = call.Parameters();
        var ldevs = body.Ints("ldevIds", 0, LdevText.MaxLdev, MaxLdevs) ?? throw BodyFields.Missing("ldevIds");
        body.Done();
        var (from, to) = action == "add-resource" ? (0, group.ResourceGroupId) : (group.ResourceGroupId, 0);
        return Accept(call, action, call["id"], () =>
        {
            var volumes = ldevs.Select(id => call.Array.Volumes.GetValueOrDefault(id)).ToList();
            if (volumes.Any(v => v is null || v.ResourceGroupId != from))
                return (0, ArrayError.Rejected("An LDEV is not defined or is in another resource group.", "2E70", "8003"));
            volumes.ForEach(v => v!.ResourceGroupId = to);
            return (group.ResourceGroupId, null);
        });
    }

    /// <remarks>The manual: while anybody holds a lock, its own session included, resource groups can't be administered.</remarks>
    private static SimResponse Accept(Call call, string action, string id, Func<(int Id, ArrayError? Error)> act) => call.Accept(new JobPlan
    {
        Action = action,
        ObjectType = Type,
        ObjectId = id,
        Execute = () =>
        {
            if (LockService.Living(call.Array) is [var held, ..])
                return JobResult.Fail(ArrayError.ResourceLocked($"Resource groups can't be changed while they are locked. (userId = {held.Owner})"));
            var (touched, error) = act();
            return error is null ? JobResult.Done(Url(touched)) : JobResult.Fail(error);
        },
    });
}
