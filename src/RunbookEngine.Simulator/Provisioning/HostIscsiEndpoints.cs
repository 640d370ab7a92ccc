using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Provisioning;

/// <summary>iSCSI names of the hosts of an iSCSI target.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, chapter on allocating volumes; asked for by the same filters as WWNs.</remarks>
internal static class HostIscsiEndpoints
{
    public const string Type = "host-iscsis";
    public const int MaxNameLength = 223;

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/" + Type, call => Lists.Data(HostGroupEndpoints.Asked(call).SelectMany(g => g.IscsiHosts.Select(h => Json(g, h.Key, h.Value)))));
        routes.Get($"v1/objects/{Type}/{{id}}", One);
        // No CHAP users are kept: what is simulated is replication, and hosts do not log in.
        routes.Get("v1/objects/chap-users", call => Lists.Data(HostGroupEndpoints.Asked(call).Take(0).Select(_ => new JsonObject())));
        routes.Create(Type, Role.Provisioning, Add);
        routes.Change(Type, Role.Provisioning, Rename);
        routes.Delete(Type, Role.Provisioning, Remove);
    }

    private static SimResponse One(Call call)
    {
        var (group, name) = Find(call);
        return SimResponse.Json(200, Json(group, name, group.IscsiHosts[name]));
    }

    private static SimResponse Add(Call call)
    {
        var body = call.Body();
        var group = HostGroupEndpoints.Require(call.Array, body.RequiredText("portId", 16), body.RequiredInt("hostGroupNumber", 0, HostGroupEndpoints.MaxNumber));
        var name = Checked(body.RequiredText("iscsiName", MaxNameLength));
        body.Done();
        if (group.IscsiName is null)
            throw BodyFields.Invalid("portId");
        return call.Accept(new JobPlan
        {
            Action = "create",
            ObjectType = Type,
            Execute = () =>
            {
                if (group.IscsiHosts.Count >= 255)
                    return JobResult.Fail(ArrayError.Rejected("The iSCSI target has no room for a host.", "B957", "4184"));
                return JobResult.Done(Url(group, name), group.IscsiHosts.TryAdd(name, "-"));
            },
        });
    }

    private static SimResponse Rename(Call call)
    {
        var (group, name) = Find(call);
        var body = call.Body();
        var nickname = body.RequiredText("iscsiNickname", 32);
        body.Done();
        return Accept(call, "change", group, name, () => group.IscsiHosts[name] = nickname);
    }

    private static SimResponse Remove(Call call)
    {
        call.Body().Done();
        var (group, name) = Find(call);
        return Accept(call, "delete", group, name, () => group.IscsiHosts.Remove(name));
    }

    private static SimResponse Accept(Call call, string action, HostGroup group, string name, Action act) => call.Accept(new JobPlan
    {
        Action = action,
        ObjectType = Type,
        ObjectId = $"{group.Id},{name}",
        Execute = () =>
        {
            if (!group.IscsiHosts.ContainsKey(name))
                return JobResult.Fail(Refusal.NoSuchObject($"hostIscsiId = {group.Id},{name}").Error);
            act();
            return JobResult.Done(Url(group, name));
        },
    });

    /// <summary>Port, group number and the host's iSCSI name, which may have commas of its own.</summary>
    private static (HostGroup Group, string Name) Find(Call call)
    {
        var parts = call["id"].Split(',', 3);
        var group = HostGroupEndpoints.Find(call, string.Join(',', parts.Take(2)));
        return parts.Length == 3 && group.IscsiHosts.ContainsKey(parts[2]) ? (group, parts[2]) : throw Refusal.NoSuchObject("hostIscsiId = " + call["id"]);
    }

    private static string Checked(string name) =>
        name.StartsWith("iqn.", StringComparison.Ordinal) || name.StartsWith("eui.", StringComparison.Ordinal) ? name : throw BodyFields.Invalid("iscsiName");

    private static string Url(HostGroup group, string name) => $"{Call.Base}{Type}/{group.Id},{name}";

    private static JsonObject Json(HostGroup group, string name, string nickname) => new()
    {
        ["hostIscsiId"] = $"{group.Id},{name}",
        ["portId"] = group.PortId,
        ["hostGroupNumber"] = group.Number,
        ["hostGroupName"] = group.Name,
        ["iscsiName"] = name,
        ["iscsiNickname"] = nickname,
    };
}
