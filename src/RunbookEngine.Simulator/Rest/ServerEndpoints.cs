using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Rest;

/// <summary>Version and storages.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, getting version information; getting information about storage systems.</remarks>
internal static class ServerEndpoints
{
    public static void Map(RouteTable routes)
    {
        routes.Open("GET", "configuration/version", _ => SimResponse.Json(200, new JsonObject
        {
            ["productName"] = "Configuration Manager REST API",
            ["apiVersion"] = "1.31.0",
        }));
        routes.Open("GET", "v1/objects/storages", call => SimResponse.Json(200, new JsonObject { ["data"] = new JsonArray(Storage(call.Array, false)) }));
        routes.Get("v1/objects/storages/instance", call => SimResponse.Json(200, Storage(call.Array, true)));
        routes.Get("v1/objects/total-capacities/instance", call => SimResponse.Json(200, Capacities(call.Array)));
        routes.Get("v1/objects/storages/{id}", call => call["id"] == call.Array.StorageDeviceId
            ? SimResponse.Json(200, Storage(call.Array, false))
            : throw Refusal.NoSuchObject("storageDeviceId = " + call["id"]));
    }

    /// <summary>Kilobytes, as the array counts them.</summary>
    /// <remarks>Source: REST API guide MK-98RD9014, getting information about the total capacity of a storage system.</remarks>
    private static JsonObject Capacities(SimulatedArray array)
    {
        var total = array.Pools.Sum(p => p.CapacityBytes);
        var free = Math.Max(0, total - array.Volumes.Values.Where(v => !v.IsVirtual).Sum(v => v.AllocatedBytes));
        JsonObject Of(long totalBytes, long freeBytes) => new() { ["freeSpace"] = freeBytes >> 10, ["totalCapacity"] = totalBytes >> 10 };
        return new JsonObject { ["internal"] = Of(total, free), ["external"] = Of(0, 0), ["total"] = Of(total, free) };
    }

    internal static JsonObject Storage(SimulatedArray array, bool withIp)
    {
        var json = new JsonObject
        {
            ["storageDeviceId"] = array.StorageDeviceId,
            ["model"] = array.Model,
            ["serialNumber"] = array.SerialNumber,
        };
        if (withIp)
            json["ip"] = "127.0.0.1";
        if (array.IsVsp5000)
        {
            json["svpIp"] = "127.0.0.1";
        }
        else
        {
            json["ctl1Ip"] = "127.0.0.1";
            json["ctl2Ip"] = "127.0.0.1";
        }
        json["dkcMicroVersion"] = array.Spec.Microcode;
        json["communicationModes"] = new JsonArray(new JsonObject { ["communicationMode"] = "lanConnectionMode" });
        json["isSecure"] = true;
        return json;
    }
}
