using System.Globalization;
using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Provisioning;

/// <summary>LU paths: a volume at a number of a host group.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, setting and deleting LU paths.</remarks>
internal static class LunEndpoints
{
    public const string Type = "luns";
    public const int MaxLun = 4095;

    /// <summary>Ports in one request.</summary>
    public const int MaxPorts = 128;

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/" + Type, List);
        routes.Get($"v1/objects/{Type}/{{id}}", call =>
        {
            var (group, lun) = Parts(call);
            var volume = At(call.Array, group, lun) ?? throw Refusal.NoSuchObject("lunId = " + call["id"]);
            return SimResponse.Json(200, Json(group, lun, volume, withAlua: false));
        });
        routes.Create(Type, Role.Provisioning, Create);
        routes.Delete(Type, Role.Provisioning, Delete);
    }

    private static SimResponse List(Call call)
    {
        var port = HostGroupEndpoints.RequiredPort(call.Array, call.RequiredQuery("portId"));
        var number = call.QueryInt("hostGroupNumber", 0, HostGroupEndpoints.MaxNumber) ?? throw BodyFields.Missing("hostGroupNumber");
        var hostGroup = HostGroupEndpoints.Require(call.Array, port, number);
        var option = Lists.QueryChoice(call, "lunOption", "lowerOrHigher", "ALUA");
        var paths = from v in call.Array.Volumes.Values
                    where call.User.MayUse(v.ResourceGroupId)
                    from p in v.Paths
                    where p.PortId == hostGroup.PortId && p.HostGroupNumber == hostGroup.Number
                    orderby p.Lun
                    select Json(hostGroup, p.Lun, v, withAlua: option == "ALUA");
        return Lists.Data(paths);
    }

    private static SimResponse Create(Call call)
    {
        var body = call.Body();
        var one = body.Text("portId", 16);
        var several = body.Texts("portIds", MaxPorts, 16);
        var number = body.RequiredInt("hostGroupNumber", 0, HostGroupEndpoints.MaxNumber);
        var ldev = body.RequiredInt("ldevId", 0, LdevText.MaxLdev);
        var lun = body.Int("lun", 0, MaxLun);
        body.Done();
        if ((one is null) == (several is null))
            throw one is null ? BodyFields.Missing("portId") : BodyFields.Invalid("portIds");
        var groups = (several ?? [one!]).Select(p => HostGroupEndpoints.Require(call.Array, HostGroupEndpoints.RequiredPort(call.Array, p), number)).ToList();
        return call.Accept(new JobPlan
        {
            Action = "create",
            ObjectType = Type,
            Execute = () => !call.Array.Volumes.TryGetValue(ldev, out var volume)
                ? JobResult.Fail(ArrayError.Rejected($"The LDEV is not defined. (ldevId = {ldev})", "2E10", "0001"))
                : Connect(call.Array, volume, groups, lun),
        });
    }

    private static JobResult Connect(SimulatedArray array, Volume volume, List<HostGroup> groups, int? wanted)
    {
        var made = new List<string>();
        foreach (var group in groups)
        {
            if (volume.Paths.Any(p => p.PortId == group.PortId && p.HostGroupNumber == group.Number))
                return new JobResult { Affected = made, Changed = made.Count > 0, Error = ArrayError.Rejected("The volume has an LU path in this host group.", "B958", "015A") };
            if (wanted is { } lun && At(array, group, lun) is not null)
                return new JobResult { Affected = made, Changed = made.Count > 0, Error = ArrayError.Rejected("Another volume has this LUN.", "B958", "0947") };
            var used = array.Volumes.Values.SelectMany(v => v.Paths).Where(p => p.PortId == group.PortId && p.HostGroupNumber == group.Number).Select(p => p.Lun).ToHashSet();
            var free = wanted ?? Enumerable.Range(0, MaxLun + 1).Cast<int?>().FirstOrDefault(n => !used.Contains(n!.Value));
            if (free is not { } chosen)
                return new JobResult { Affected = made, Changed = made.Count > 0, Error = ArrayError.Rejected("No LUN is free.", "B958", "0948") };
            volume.Paths.Add(new LuPath(group.PortId, group.Number, chosen));
            made.Add(Call.Base + Type + "/" + Id(group, chosen));
        }
        return new JobResult { Affected = made };
    }

    private static SimResponse Delete(Call call)
    {
        call.Body().Done();
        var (group, lun) = Parts(call);
        if (At(call.Array, group, lun) is null)
            throw Refusal.NoSuchObject("lunId = " + call["id"]);
        return call.Accept(new JobPlan
        {
            Action = "delete",
            ObjectType = Type,
            ObjectId = call["id"],
            Execute = () =>
            {
                if (At(call.Array, group, lun) is not { } volume)
                    return JobResult.Fail(Refusal.NoSuchObject("lunId = " + call["id"]).Error);
                volume.Paths.RemoveAll(p => p.PortId == group.PortId && p.HostGroupNumber == group.Number && p.Lun == lun);
                return JobResult.Done(Call.Base + Type + "/" + call["id"]);
            },
        });
    }

    private static (HostGroup Group, int Lun) Parts(Call call)
    {
        var id = call["id"];
        var comma = id.LastIndexOf(',');
        return comma > 0 && int.TryParse(id[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var lun)
            ? (HostGroupEndpoints.Find(call, id[..comma]), lun)
            : throw Refusal.NoSuchObject("lunId = " + id);
    }

    private static Volume? At(SimulatedArray array, HostGroup group, int lun) => array.Volumes.Values.FirstOrDefault(v =>
        v.Paths.Any(p => p.PortId == group.PortId && p.HostGroupNumber == group.Number && p.Lun == lun));

    private static string Id(HostGroup group, int lun) => group.Id + "," + lun.ToString(CultureInfo.InvariantCulture);

    /// <param name="withAlua">The request had <c>lunOption=ALUA</c>, which adds attributes and leaves nothing out.</param>
    /// <remarks>Source: REST API guide for VSP E, getting LU path information (lunOption).</remarks>
    private static JsonObject Json(HostGroup group, int lun, Volume volume, bool withAlua)
    {
        var json = Json(group, lun, volume);
        if (withAlua)
        {
            json["isAluaEnabled"] = volume.Alua;
            json["asymmetricAccessState"] = "Active/Optimized";
        }
        return json;
    }

    private static JsonObject Json(HostGroup group, int lun, Volume volume) => new()
    {
        ["lunId"] = Id(group, lun),
        ["portId"] = group.PortId,
        ["hostGroupNumber"] = group.Number,
        ["hostMode"] = group.HostMode,
        ["lun"] = lun,
        ["ldevId"] = volume.LdevId,
        ["isCommandDevice"] = false,
        ["luHostReserve"] = new JsonObject { ["openSystem"] = false, ["persistent"] = false, ["pgrKey"] = false, ["mainframe"] = false, ["acaReserve"] = false },
    };
}
