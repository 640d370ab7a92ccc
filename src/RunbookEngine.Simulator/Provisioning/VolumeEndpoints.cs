using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Provisioning;

/// <summary>LDEVs: windows of the list, one, create, change, delete and their actions.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, chapter on volumes.</remarks>
internal static class VolumeEndpoints
{
    public const string Type = "ldevs";

    /// <summary>Entries of one list: 1 to this many, default <see cref="DefaultCount"/>.</summary>
    public const int MaxCount = 16_384;

    public const int DefaultCount = 100;

    private static readonly string[] Details = ["FMC", "externalVolume", "virtualSerialNumber", "savingInfo", "class", "qos", "nguid"];

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/" + Type, List);
        routes.Get($"v1/objects/{Type}/{{id}}", One);
        routes.Create(Type, Role.Provisioning, VolumeCreation.Create);
        routes.Change(Type, Role.Provisioning, VolumeChanges.Change);
        routes.Delete(Type, Role.Provisioning, VolumeChanges.Delete);
        routes.Action(Type, "expand", Role.Provisioning, VolumeChanges.Expand);
        routes.Action(Type, "format", Role.Provisioning, VolumeChanges.Format);
        routes.Action(Type, "change-status", Role.Provisioning, VolumeChanges.ChangeStatus);
        routes.Action(Type, "assign-virtual-ldevid", Role.Provisioning, VolumeChanges.AssignVirtualId);
        routes.Action(Type, "unassign-virtual-ldevid", Role.Provisioning, VolumeChanges.UnassignVirtualId);
    }

    public static string Url(int ldevId) => Call.Base + Type + "/" + ldevId;

    /// <remarks>Without a filter the list is a window of consecutive numbers, undefined ones included; with one it is the first that match.</remarks>
    private static SimResponse List(Call call)
    {
        var head = call.QueryInt("headLdevId", 0, LdevText.MaxLdev) ?? 0;
        var count = call.QueryInt("count", 1, MaxCount) ?? DefaultCount;
        var option = Lists.QueryChoice(call, "ldevOption", "defined", "undefined", "dpVolume", "luMapped", "luUnmapped", "externalVolume", "mapped", "unmapped");
        var pool = call.QueryInt("poolId", 0, 127);
        var group = call.QueryInt("resourceGroupId", 0, 1023);
        var journal = call.QueryInt("journalId", 0, 255);
        var details = Lists.QueryWords(call, "detailInfoType", Details);
        if (call.Query.ContainsKey("parityGroupId"))
            return Lists.Data([]);
        var volumes = call.Array.Volumes;
        bool Visible(Volume v) => call.User.MayUse(v.ResourceGroupId);
        if (option == "undefined")
        {
            var free = Enumerable.Range(head, LdevText.MaxLdev + 1 - head).Where(id => !volumes.ContainsKey(id)).Take(count);
            return Lists.Data(free.Select(VolumeJson.Undefined));
        }
        if (option is null && pool is null && group is null && journal is null)
        {
            var window = Enumerable.Range(head, Math.Min(count, LdevText.MaxLdev + 1 - head));
            return Lists.Data(window.Select(id => volumes.TryGetValue(id, out var v) && Visible(v) ? VolumeJson.Of(call.Array, v, false, details) : VolumeJson.Undefined(id)));
        }
        var found = volumes.Values.Where(v => v.LdevId >= head && Visible(v) && Fits(v, option)
            && (pool is null || (!v.IsVirtual && v.PoolId == pool)) && (group is null || v.ResourceGroupId == group) && (journal is null || v.JournalId == journal));
        return Lists.Data(found.Take(count).Select(v => VolumeJson.Of(call.Array, v, false, details)));
    }

    private static bool Fits(Volume volume, string? option) => option switch
    {
        "dpVolume" => !volume.IsVirtual,
        "luMapped" or "mapped" => volume.Paths.Count > 0,
        "luUnmapped" or "unmapped" => volume.Paths.Count == 0,
        "externalVolume" => false,
        _ => true,
    };

    private static SimResponse One(Call call)
    {
        var details = Lists.QueryWords(call, "detailInfoType", Details);
        var id = Number(call);
        return SimResponse.Json(200, call.Array.Volumes.TryGetValue(id, out var volume) && call.User.MayUse(volume.ResourceGroupId)
            ? VolumeJson.Of(call.Array, volume, true, details)
            : VolumeJson.Undefined(id));
    }

    /// <summary>The number in the path; one that no volume can have does not exist.</summary>
    public static int Number(Call call) =>
        int.TryParse(call["id"], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) && id <= LdevText.MaxLdev
            ? id
            : throw Refusal.NoSuchObject("ldevId = " + call["id"]);
}
