using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>TC, UR and GAD over REST: remote-mirror-copygroups and remote-mirror-copypairs.</summary>
internal static class RemoteMirrorEndpoints
{
    public const string Groups = "remote-mirror-copygroups";
    public const string PairsType = "remote-mirror-copypairs";

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/" + Groups, ListGroups);
        routes.Get($"v1/objects/{Groups}/{{id}}", GetGroup);
        routes.Get("v1/objects/" + PairsType, ListPairs);
        routes.Get($"v1/objects/{PairsType}/{{id}}", GetPair);
        routes.Create(PairsType, Role.Provisioning | Role.RemoteCopy, RemoteCreation.Create);
        foreach (var (type, ofPair) in new[] { (Groups, false), (PairsType, true) })
        {
            routes.Action(type, "split", Role.RemoteCopy, call => RemoteActions.Split(call, ofPair), call => RemoteActions.SplitTemplate(call, ofPair));
            routes.Action(type, "resync", Role.RemoteCopy, call => RemoteActions.Resync(call, ofPair), call => RemoteActions.ResyncTemplate(call, ofPair));
            routes.Action(type, "takeover", Role.RemoteCopy, call => RemoteActions.TakeOver(call, ofPair), call => RemoteActions.TakeOverTemplate(call, ofPair));
            routes.Delete(type, Role.RemoteCopy, call => RemoteActions.Delete(call, ofPair));
        }
    }

    private static SimResponse ListGroups(Call call)
    {
        var detail = Details(call);
        if (call.World.Switches.RemoteGroupsWithoutPartner && call.Query.GetValueOrDefault("remoteStorageDeviceId") is null or "")
        {
            var own = call.Array.RemoteCopies.Groups.Where(g => RemoteTarget.Seen(call, g.PairsAt(call.Array), null));
            return List(own.Select(g => detail.Count > 0
                ? RemoteJson.GroupWithPairs(g, call.Array, alone: true, detail.Contains("class")) : RemoteJson.Group(g, call.Array, alone: true)));
        }
        var remoteId = call.RequiredQuery("remoteStorageDeviceId");
        var partner = call.World.FindById(remoteId);
        if (partner is null || partner == call.Array)
            throw Refusal.NoSuchObject("remoteStorageDeviceId = " + remoteId);
        var user = Partner.Require(call, partner);
        var alone = user is null;
        var groups = call.Array.RemoteCopies.Groups.Where(g => g.PartnerOf(call.Array) == partner && RemoteTarget.Seen(call, g.PairsAt(call.Array), user));
        return List(groups.Select(g => detail.Count > 0
            ? RemoteJson.GroupWithPairs(g, call.Array, alone, detail.Contains("class"))
            : RemoteJson.Group(g, call.Array, alone)));
    }

    private static SimResponse GetGroup(Call call)
    {
        var detail = Details(call);
        var target = RemoteTarget.Find(call, ofPair: false, aloneAllowed: true);
        return SimResponse.Json(200, RemoteJson.GroupWithPairs(target.Group, call.Array, target.Alone, detail.Contains("class")));
    }

    private static SimResponse GetPair(Call call)
    {
        var target = RemoteTarget.Find(call, ofPair: true, aloneAllowed: true);
        return SimResponse.Json(200, RemoteJson.Pair(target.Pair!, call.Array, target.Alone, withClass: false));
    }

    /// <remarks>No manual page read describes this list; clients read pairs through the group.</remarks>
    private static SimResponse ListPairs(Call call)
    {
        var id = call.RequiredQuery("remoteMirrorCopyGroupId");
        var group = call.Array.RemoteCopies.Groups.FirstOrDefault(g => g.IdAt(call.Array) == id)
            ?? throw Refusal.NoSuchObject("remoteMirrorCopyGroupId = " + id);
        var user = Partner.Require(call, group.PartnerOf(call.Array));
        var alone = user is null;
        if (!RemoteTarget.Seen(call, group.PairsAt(call.Array), user))
            throw Refusal.NoSuchObject("remoteMirrorCopyGroupId = " + id);
        return List(group.PairsAt(call.Array).Select(p => RemoteJson.Pair(p, call.Array, alone, withClass: false)));
    }

    private static IReadOnlyList<string> Details(Call call)
    {
        var words = call.Query.GetValueOrDefault("detailInfoType", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        return words.All(w => w is "pair" or "class") ? words : throw BodyFields.Invalid("detailInfoType");
    }

    private static SimResponse List(IEnumerable<JsonObject> items) =>
        SimResponse.Json(200, new JsonObject { ["data"] = new JsonArray([.. items]) });
}
