using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Provisioning;

/// <summary>Pools and ports, which are read only: they are laid out by the topology.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, getting pool information; getting port information.</remarks>
internal static class PoolEndpoints
{
    private const int WarningThreshold = 70;
    private const int DepletionThreshold = 80;

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/pools", call =>
        {
            var type = Lists.QueryChoice(call, "poolType", "DP", "HTI");
            _ = Lists.QueryWords(call, "detailInfoType", "FMC", "tierPhysicalCapacity", "efficiency", "formattedCapacity", "autoAddPoolVol", "tierDiskType", "class");
            return Lists.Data(call.Array.Pools.Where(p => type is null || (p.PoolType == "DP") == (type == "DP")).Select(p => Pool(call.Array, p)));
        });
        routes.Get("v1/objects/pools/{id}", call => SimResponse.Json(200, Pool(call.Array, Find(call))));
        routes.Get("v1/objects/ports", call =>
        {
            var type = Lists.QueryChoice(call, "portType", "FIBRE", "ISCSI", "SCSI", "FCoE", "ENAS");
            _ = Lists.QueryWords(call, "detailInfoType", "portMode", "logins", "class");
            return Lists.Data(call.Array.Ports.Where(p => type is null || p.PortType == type).Select(Port));
        });
        routes.Get("v1/objects/ports/{id}", call => SimResponse.Json(200, Port(call.Array.Ports.FirstOrDefault(p => p.PortId == call["id"])
            ?? throw Refusal.NoSuchObject("portId = " + call["id"]))));
    }

    private static Pool Find(Call call) =>
        call.Array.Pools.FirstOrDefault(p => p.PoolId.ToString(System.Globalization.CultureInfo.InvariantCulture) == call["id"])
            ?? throw Refusal.NoSuchObject("poolId = " + call["id"]);

    private static JsonObject Pool(SimulatedArray array, Pool pool)
    {
        var volumes = array.Volumes.Values.Where(v => !v.IsVirtual && v.PoolId == pool.PoolId).ToList();
        var used = volumes.Sum(v => (double)v.AllocatedBytes) + array.Snapshots.BytesIn(pool.PoolId);
        var rate = pool.State switch { PoolState.Full => 100, PoolState.OverThreshold => Math.Max(DepletionThreshold, Percent(used, pool)), _ => Percent(used, pool) };
        return new JsonObject
        {
            ["poolId"] = pool.PoolId,
            ["poolStatus"] = pool.State switch { PoolState.Full => "POLF", PoolState.OverThreshold => "POLF", _ => "POLN" },
            ["usedCapacityRate"] = rate,
            ["usedPhysicalCapacityRate"] = rate,
            ["snapshotCount"] = array.Snapshots.All.Count(p => p.PoolId == pool.PoolId),
            ["poolName"] = pool.Name,
            ["availableVolumeCapacity"] = (long)Math.Max(0, pool.CapacityBytes - used) >> 20,
            ["totalPoolCapacity"] = pool.CapacityBytes >> 20,
            ["warningThreshold"] = WarningThreshold,
            ["depletionThreshold"] = DepletionThreshold,
            ["virtualVolumeCapacityRate"] = -1,
            ["isMainframe"] = false,
            ["isShrinking"] = false,
            ["locatedVolumeCount"] = volumes.Count,
            ["totalLocatedCapacity"] = (long)volumes.Sum(v => (double)v.SizeBytes) >> 20,
            ["blockingMode"] = "NB",
            ["poolType"] = pool.PoolType == "DP" ? "HDP" : "HTI",
        };
    }

    private static int Percent(double used, Pool pool) => (int)Math.Min(100, 100 * used / Math.Max(1, pool.CapacityBytes));

    private static JsonObject Port(Port port)
    {
        var json = new JsonObject
        {
            ["portId"] = port.PortId,
            ["portType"] = port.PortType,
            ["portAttributes"] = Lists.Words(["TAR", "MCU", "RCU", "ELUN"]),
            ["portSpeed"] = "AUT",
            ["loopId"] = "EF",
            ["fabricMode"] = port.PortType == "FIBRE",
            ["portConnection"] = "PtoP",
            ["lunSecuritySetting"] = true,
        };
        if (port.PortType == "FIBRE")
        {
            json["wwn"] = port.Wwn;
            json["portMode"] = "SCSI";
        }
        else if (port.PortType == "ISCSI")
        {
            // An address that leads nowhere: data paths are not simulated.
            json["tcpOption"] = new JsonObject { ["ipv6Mode"] = false, ["selectiveAckMode"] = true, ["delayedAckMode"] = true, ["isnsService"] = false, ["tagVLan"] = false };
            json["tcpMtu"] = 1500;
            json["keepAliveTimer"] = 60;
            json["tcpPort"] = "3260";
            json["ipv4Address"] = port.Ipv4Address;
            json["ipv4Subnetmask"] = "255.255.255.0";
        }
        return json;
    }
}
