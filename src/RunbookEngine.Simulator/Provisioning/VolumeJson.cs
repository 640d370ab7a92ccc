using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.RemoteCopies;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Snapshots;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Provisioning;

/// <summary>LDEVs as the API shows them.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, getting volume information.</remarks>
internal static class VolumeJson
{
    /// <summary>virtualLdevId of a volume without one.</summary>
    public const int NoVirtualId = 65534;

    /// <summary>virtualLdevId of a volume with the GAD reserve attribute.</summary>
    public const int Reserved = 65535;

    private const int MaxShownGroupName = 16;

    public static JsonObject Undefined(int ldevId) => new()
    {
        ["ldevId"] = ldevId,
        ["emulationType"] = "NOT DEFINED",
        ["resourceGroupId"] = 0,
    };

    public static JsonObject Of(SimulatedArray array, Volume volume, bool alone, IReadOnlySet<string> details)
    {
        var json = new JsonObject { ["ldevId"] = volume.LdevId, ["clprId"] = 0, ["emulationType"] = "OPEN-V-CVS" };
        if (VirtualId(array, volume) is { } virtualId)
            json["virtualLdevId"] = virtualId;
        json["byteFormatCapacity"] = Capacity.Text(volume.SizeBytes);
        json["blockCapacity"] = volume.SizeBytes / Capacity.BlockBytes;
        json["numOfPorts"] = volume.Paths.Count;
        if (volume.Paths.Count > 0)
            json["ports"] = new JsonArray([.. volume.Paths.Select(path => Path(array, path))]);
        json["attributes"] = Lists.Words(Attributes(volume));
        if (volume.Label is { } label)
            json["label"] = label;
        json["status"] = volume.Status;
        json["mpBladeId"] = 0;
        json["ssid"] = "0004";
        AddPool(json, array, volume);
        json["resourceGroupId"] = volume.ResourceGroupId;
        json["isAluaEnabled"] = volume.Alua;
        if (alone && volume.Paths.Count > 0)
            json["naaId"] = string.Create(CultureInfo.InvariantCulture, $"60060e8008{array.SerialNumber:x6}0000{array.SerialNumber:x6}{volume.LdevId:x4}00");
        if (details.Contains("virtualSerialNumber"))
        {
            json["virtualSerialNumber"] = array.SerialNumber.ToString(CultureInfo.InvariantCulture);
            json["virtualModel"] = array.Model;
        }
        return json;
    }

    /// <summary>What a provisioning client reads to know which pairs a volume is in.</summary>
    public static IEnumerable<string> Attributes(Volume volume)
    {
        yield return "CVS";
        yield return volume.IsVirtual ? "VVOL" : "HDP";
        if (volume.JournalId is not null)
            yield return "JNL";
        foreach (var attribute in volume.Uses.Select(u => u.Attribute).Distinct())
            yield return attribute;
    }

    /// <summary>Null while the virtual id is the volume's own number, which is not shown.</summary>
    private static int? VirtualId(SimulatedArray array, Volume volume) =>
        volume.Uses.OfType<RemoteSide>().FirstOrDefault(s => s.Pair.Group.Technology == "GAD" && !s.IsPrimary) is { } side && side.Array == array
            ? side.Pair.PartnerOf(side).Volume.LdevId
        : volume.GadReserved ? Reserved
        : volume.VirtualLdevId;

    private static JsonObject Path(SimulatedArray array, LuPath path)
    {
        var name = array.FindHostGroup(path.PortId, path.HostGroupNumber)?.Name ?? "";
        return new JsonObject
        {
            ["portId"] = path.PortId,
            ["hostGroupNumber"] = path.HostGroupNumber,
            ["hostGroupName"] = name.Length > MaxShownGroupName ? name[..MaxShownGroupName] : name,
            ["lun"] = path.Lun,
        };
    }

    private static void AddPool(JsonObject json, SimulatedArray array, Volume volume)
    {
        if (!volume.IsVirtual)
        {
            json["poolId"] = volume.PoolId;
            json["numOfUsedBlock"] = volume.AllocatedBytes / Capacity.BlockBytes;
            json["isFullAllocationEnabled"] = false;
            json["dataReductionStatus"] = volume.DataReduction ? "ENABLED" : "DISABLED";
            json["dataReductionMode"] = volume.DataReductionMode;
            if (volume.DataReduction)
                json["dataReductionProcessMode"] = "inline";
        }
        if (array.Snapshots.PoolOf(volume) is { } pool)
            json["snapshotPoolId"] = pool;
    }
}
