using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Provisioning;

/// <summary>Host groups of ports, and the WWNs registered in them.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, chapter on allocating volumes.</remarks>
internal static class HostGroupEndpoints
{
    public const string Type = "host-groups";
    public const string WwnType = "host-wwns";
    public const int MaxNumber = 254;
    public const int MaxNameLength = 64;

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/" + Type, List);
        routes.Get($"v1/objects/{Type}/{{id}}", call => SimResponse.Json(200, Json(Find(call, call["id"]))));
        routes.Create(Type, Role.Provisioning, Create);
        routes.Change(Type, Role.Provisioning, Change);
        routes.Delete(Type, Role.Provisioning, Delete);
        routes.Get("v1/objects/" + WwnType, ListWwns);
        routes.Create(WwnType, Role.Provisioning, AddWwn);
        routes.Delete(WwnType, Role.Provisioning, RemoveWwn);
    }

    /// <summary>A port and a host group number from a query or a body.</summary>
    public static HostGroup Require(SimulatedArray array, string port, int number) =>
        array.FindHostGroup(port, number) ?? throw Refusal.NoSuchObject($"hostGroupId = {port},{number}");

    public static HostGroup Find(Call call, string id)
    {
        var parts = id.Split(',');
        return parts.Length == 2 && int.TryParse(parts[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? Require(call.Array, parts[0], number)
            : throw Refusal.NoSuchObject("hostGroupId = " + id);
    }

    public static string RequiredPort(SimulatedArray array, string port) =>
        array.Ports.Any(p => p.PortId == port) ? port : throw Refusal.NoSuchObject("portId = " + port);

    private static SimResponse List(Call call)
    {
        var port = call.Query.GetValueOrDefault("portId");
        var name = call.Query.GetValueOrDefault("hostGroupName");
        var withResourceGroup = Lists.QueryWords(call, "detailInfoType", "resourceGroup").Contains("resourceGroup");
        var undefinedToo = call.QueryFlag("isUndefined");
        if (port is { Length: > 0 })
            RequiredPort(call.Array, port);
        else if (undefinedToo)
            throw BodyFields.Missing("portId");
        var defined = call.Array.HostGroups.Where(g => (port is null or "" || g.PortId == port) && (name is null or "" || g.Name == name)).ToList();
        var rows = defined.Select(g => (g.PortId, g.Number, Json: Json(g)));
        if (undefinedToo && name is null or "")
        {
            var used = defined.Select(g => g.Number).ToHashSet();
            rows = rows.Concat(Enumerable.Range(0, MaxNumber + 1).Where(n => !used.Contains(n)).Select(n => (port!, n, Undefined(port!, n))));
        }
        return Lists.Data(rows.OrderBy(r => r.PortId, StringComparer.Ordinal).ThenBy(r => r.Number).Select(r =>
        {
            if (undefinedToo)
                r.Json["isDefined"] = r.Json.ContainsKey("hostGroupName");
            if (withResourceGroup)
                r.Json["resourceGroupId"] = 0;
            return r.Json;
        }));
    }

    /// <summary>A number of the port that no host group has; shown with <c>isUndefined=true</c> alone.</summary>
    private static JsonObject Undefined(string port, int number) => new()
    {
        ["hostGroupId"] = $"{port},{number}",
        ["portId"] = port,
        ["hostGroupNumber"] = number,
    };

    private static JsonObject Json(HostGroup group)
    {
        var json = new JsonObject
        {
            ["hostGroupId"] = group.Id,
            ["portId"] = group.PortId,
            ["hostGroupNumber"] = group.Number,
            ["hostGroupName"] = group.Name,
            ["hostMode"] = group.HostMode,
        };
        if (group.IscsiName is { } iscsi)
        {
            json["iscsiName"] = iscsi;
            json["authenticationMode"] = "BOTH";
            json["iscsiTargetDirection"] = "S";
        }
        if (group.HostModeOptions.Count > 0)
            json["hostModeOptions"] = Lists.Numbers(group.HostModeOptions);
        return json;
    }

    private static SimResponse Create(Call call)
    {
        var body = call.Body();
        var port = RequiredPort(call.Array, body.RequiredText("portId", 16));
        var name = body.RequiredText("hostGroupName", MaxNameLength);
        var number = body.Int("hostGroupNumber", 1, MaxNumber);
        var mode = body.Text("hostMode", 32) ?? "LINUX/IRIX";
        var options = body.Ints("hostModeOptions", 0, 255, 64) ?? [];
        var iscsiName = body.Text("iscsiName", 223);
        body.Done();
        var array = call.Array;
        var iscsi = array.Ports.First(p => p.PortId == port).PortType == "ISCSI";
        if (iscsiName is not null && !iscsi)
            throw BodyFields.Invalid("iscsiName");
        return call.Accept(new JobPlan
        {
            Action = "create",
            ObjectType = Type,
            Execute = () =>
            {
                var free = number ?? Enumerable.Range(1, MaxNumber).Cast<int?>().FirstOrDefault(n => array.FindHostGroup(port, n!.Value) is null);
                if (free is not { } chosen || array.FindHostGroup(port, chosen) is not null)
                    return JobResult.Fail(ArrayError.Rejected("The host group number is in use, or none is free.", "B957", "4181"));
                if (array.HostGroups.Any(g => g.PortId == port && g.Name == name))
                    return JobResult.Fail(ArrayError.Rejected("The port has a host group of this name.", "B957", "4182"));
                var group = new HostGroup(port, chosen, name, mode) { IscsiName = iscsi ? iscsiName ?? HostGroup.DefaultIscsiName(array, port, chosen) : null };
                group.HostModeOptions.AddRange(options);
                array.HostGroups.Add(group);
                return JobResult.Done(Call.Base + Type + "/" + group.Id);
            },
        });
    }

    private static SimResponse Change(Call call)
    {
        var body = call.Body();
        var mode = body.Text("hostMode", 32);
        var options = body.Ints("hostModeOptions", -1, 255, 64);
        body.Done();
        if (options is not null && mode is null && call.World.Switches.HostModeOptionsNeedHostMode)
            throw BodyFields.Missing("hostMode");
        return Accept(call, Type, "change", Find(call, call["id"]), group =>
        {
            group.HostMode = mode ?? group.HostMode;
            if (options is not null)
            {
                group.HostModeOptions.Clear();
                group.HostModeOptions.AddRange(options.Where(o => o >= 0));
            }
            return null;
        });
    }

    private static SimResponse Delete(Call call)
    {
        call.Body().Done();
        return Accept(call, Type, "delete", Find(call, call["id"]), group =>
        {
            if (group.Number == 0)
                return ArrayError.Rejected("Host group 0 of a port can't be deleted.", "B957", "4183");
            foreach (var volume in call.Array.Volumes.Values)
                volume.Paths.RemoveAll(p => p.PortId == group.PortId && p.HostGroupNumber == group.Number);
            call.Array.HostGroups.Remove(group);
            return null;
        });
    }

    /// <summary>By group number, by several, by name, or all of the port. A group that does not exist has no WWNs: a driver asks before it makes the group.</summary>
    private static SimResponse ListWwns(Call call) => Lists.Data(Asked(call).SelectMany(group => group.Wwns.Select(wwn => new JsonObject
    {
        ["hostWwnId"] = group.Id + "," + wwn,
        ["portId"] = group.PortId,
        ["hostGroupNumber"] = group.Number,
        ["hostGroupName"] = group.Name,
        ["hostWwn"] = wwn,
        ["wwnNickname"] = "-",
    })));

    /// <summary>The host groups of a port that a list of what is registered in them is about.</summary>
    /// <remarks>Source: REST API guide for VSP E, getting a list of WWNs of a host group: hostGroupNumber, hostGroupName or hostGroupNumberList;
    /// the empty answer before the group exists follows from OpenStack's driver, which asks by name at every start.</remarks>
    internal static IEnumerable<HostGroup> Asked(Call call)
    {
        var port = RequiredPort(call.Array, call.RequiredQuery("portId"));
        var number = call.QueryInt("hostGroupNumber", 0, MaxNumber);
        var name = call.Query.GetValueOrDefault("hostGroupName") is { Length: > 0 } given ? given : null;
        var list = call.QueryInts("hostGroupNumberList", 0, MaxNumber, MaxNumber + 1);
        if (new[] { number is not null, name is not null, list is not null }.Count(set => set) > 1)
            throw BodyFields.Invalid(list is not null ? "hostGroupNumberList" : "hostGroupName");
        return call.Array.HostGroups.Where(g => g.PortId == port && (number is null || g.Number == number)
            && (name is null || g.Name == name) && (list is null || list.Contains(g.Number))).OrderBy(g => g.Number);
    }

    private static SimResponse AddWwn(Call call)
    {
        var body = call.Body();
        var group = Require(call.Array, body.RequiredText("portId", 16), body.RequiredInt("hostGroupNumber", 0, MaxNumber));
        var wwn = body.RequiredText("hostWwn", 16);
        body.Done();
        if (wwn.Length != 16 || !wwn.All(char.IsAsciiHexDigit))
            throw BodyFields.Invalid("hostWwn");
        return Accept(call, WwnType, "create", group, g =>
        {
            if (g.Wwns.Count >= 255)
                return ArrayError.Rejected("The host group has no room for a WWN.", "B957", "4184");
            if (!g.Wwns.Contains(wwn.ToLowerInvariant()))
                g.Wwns.Add(wwn.ToLowerInvariant());
            return null;
        }, "," + wwn.ToLowerInvariant());
    }

    private static SimResponse RemoveWwn(Call call)
    {
        call.Body().Done();
        var comma = call["id"].LastIndexOf(',');
        var group = Find(call, comma < 0 ? "" : call["id"][..comma]);
        var wwn = call["id"][(comma + 1)..].ToLowerInvariant();
        if (!group.Wwns.Contains(wwn))
            throw Refusal.NoSuchObject("hostWwnId = " + call["id"]);
        return Accept(call, WwnType, "delete", group, g =>
        {
            g.Wwns.Remove(wwn);
            return null;
        }, "," + wwn);
    }

    private static SimResponse Accept(Call call, string type, string action, HostGroup group, Func<HostGroup, ArrayError?> act, string rest = "") =>
        call.Accept(new JobPlan
        {
            Action = action,
            ObjectType = type,
            ObjectId = group.Id + rest,
            Execute = () => !call.Array.HostGroups.Contains(group) ? JobResult.Fail(Refusal.NoSuchObject("hostGroupId = " + group.Id).Error)
                : act(group) is { } error ? JobResult.Fail(error)
                : JobResult.Done(Call.Base + type + "/" + group.Id + rest),
        });
}
