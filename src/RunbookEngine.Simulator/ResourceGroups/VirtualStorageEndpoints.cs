using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.ResourceGroups;

/// <summary>Virtual storage machines. The array itself is the only one: all resource groups belong to it.</summary>
/// <remarks>
/// Source: REST API guide MK-98RD9014, getting a list of virtual storage machines (sections 20.3 and 20.4). What an array without virtual
/// storage machines lists no page read says; global-active device clients read the list after each operation and need the array's own entry.
/// No other attributes: the vendor's collection binds to exactly these.
/// </remarks>
internal static class VirtualStorageEndpoints
{
    public const string Type = "virtual-storages";

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/" + Type, call => Lists.Data([Json(call)]));
        routes.Get($"v1/objects/{Type}/{{id}}", call => call["id"] == call.Array.StorageDeviceId
            ? SimResponse.Json(200, Json(call)) : throw Refusal.NoSuchObject("virtualStorageDeviceId = " + call["id"]));
    }

    private static JsonObject Json(Call call) => new()
    {
        ["virtualStorageDeviceId"] = call.Array.StorageDeviceId,
        ["virtualSerialNumber"] = call.Array.SerialNumber,
        ["virtualModel"] = call.Array.Model,
        ["virtualStorageTypeId"] = call.Array.StorageTypeId,
        ["resourceGroupIds"] = Lists.Numbers(call.Array.ResourceGroups.Where(g => call.User.MayUse(g.ResourceGroupId)).Select(g => g.ResourceGroupId)),
    };
}
