using System.Text.Json.Nodes;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Pairs;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.LocalCopies;

/// <summary>ShadowImage over REST: local-clone-copygroups and local-clone-copypairs.</summary>
internal static class LocalCloneEndpoints
{
    public const string Groups = "local-clone-copygroups";
    public const string PairsType = "local-clone-copypairs";

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/" + Groups, call => List(call.Array.LocalCopies.Groups.Where(g => MaySee(call, g)).Select(LocalCloneJson.Group)));
        routes.Get($"v1/objects/{Groups}/{{id}}", call => SimResponse.Json(200, LocalCloneJson.GroupWithPairs(FindGroup(call, call["id"]))));
        routes.Get("v1/objects/" + PairsType, ListPairs);
        routes.Get($"v1/objects/{PairsType}/{{id}}", GetPair);
        routes.Create(PairsType, Role.LocalCopy, LocalCreation.Create);
        foreach (var (type, target) in new[] { (Groups, (Func<Call, LocalTarget>)GroupTarget), (PairsType, PairTarget) })
        {
            routes.Action(type, "split", Role.LocalCopy, call => Split(call, target(call)), call => SplitTemplate(target(call)));
            routes.Action(type, "resync", Role.LocalCopy, call => Resync(call, target(call)), call => ResyncTemplate(target(call)));
            routes.Action(type, "restore", Role.LocalCopy, call => Restore(call, target(call)), call => RestoreTemplate(target(call)));
            routes.Action(type, "migrate", Role.LocalCopy, call => Migrate(call, target(call)), call => MigrateTemplate(target(call)));
            routes.Delete(type, Role.LocalCopy, call => Delete(call, target(call)));
        }
    }

    private static SimResponse List(IEnumerable<JsonObject> items) =>
        SimResponse.Json(200, new JsonObject { ["data"] = new JsonArray([.. items]) });

    private static SimResponse ListPairs(Call call)
    {
        var group = FindGroup(call, call.RequiredQuery("localCloneCopyGroupId"));
        if (call.QueryFlag("refresh"))
        {
            group.Stale.Clear();
            call.Array.LocalCopies.RemoveEmpty(group);
        }
        return List([.. group.Pairs.Select(LocalCloneJson.Pair), .. group.Stale.Select(p => p.DeepClone().AsObject())]);
    }

    private static SimResponse GetPair(Call call)
    {
        var id = call["id"];
        var comma = id.LastIndexOf(',');
        var stale = comma < 0 ? null : FindGroup(call, id[..comma]).Stale.FirstOrDefault(p => p["localCloneCopypairId"]!.GetValue<string>() == id);
        return SimResponse.Json(200, stale?.DeepClone() ?? LocalCloneJson.Pair(FindPair(call)));
    }

    private static LocalGroup FindGroup(Call call, string id)
    {
        var parts = id.Split(',');
        return parts.Length == 3 && call.Array.LocalCopies.Find(parts[0]) is { } group && group.Id == id && MaySee(call, group)
            ? group
            : throw Refusal.NoSuchObject("localCloneCopygroupId = " + id);
    }

    private static bool MaySee(Call call, LocalGroup group) => call.User.MayUse(group.Pairs.SelectMany(p => (Volume[])[p.Pvol, p.Svol]));

    private static LocalPair FindPair(Call call)
    {
        var id = call["id"];
        var comma = id.LastIndexOf(',');
        var found = comma < 0 ? null : FindGroup(call, id[..comma]).Find(id[(comma + 1)..]);
        return found ?? throw Refusal.NoSuchObject("localCloneCopypairId = " + id);
    }

    private static LocalTarget GroupTarget(Call call)
    {
        var group = FindGroup(call, call["id"]);
        return new LocalTarget(Groups, group.Id, group, null);
    }

    private static LocalTarget PairTarget(Call call)
    {
        var pair = FindPair(call);
        return new LocalTarget(PairsType, pair.Id, pair.Group, pair);
    }

    private static SimResponse Split(Call call, LocalTarget target)
    {
        var body = call.Parameters();
        var quick = body.Flag("quickMode") ?? false;
        var pace = body.Int("copyPace", 1, 15);
        var forceSuspend = body.Flag("forceSuspend") ?? false;
        var forceSplit = body.Flag("forceSplit") ?? false;
        body.Done();
        if (forceSuspend && quick)
            throw BodyFields.Invalid("forceSuspend");
        return call.Accept(target.Plan(call, "split", () => new Command<LocalPair>
        {
            Members = target.Members,
            Together = target.Together,
            Judge = p => target.Together && !forceSuspend && call.World.Switches.ConsistencySplitNeedsWholeGroup ? LocalRules.SplitTogether(p, target.Members)
                : LocalRules.Split(p, forceSuspend, forceSplit),
            Act = pairs =>
            {
                var together = target.Together ? new SplitTogether() : null;
                var journal = target.Together && !forceSuspend && !forceSplit ? JournalWait.For(call.Array, pairs) : null;
                foreach (var pair in pairs)
                {
                    pair.CopyPace = pace ?? pair.CopyPace;
                    if (pair.Group.Migration)
                        pair.Delete();
                    else if (forceSuspend)
                        pair.Fail();
                    else if (journal is not null)
                        pair.SplitAfter(journal, quick, together);
                    else
                        pair.Split(quick, together);
                }
            },
            Until = forceSuspend || forceSplit ? _ => Ended.Well : p => LocalTarget.Reached(p, LocalState.Split, LocalState.SteadySplit, LocalState.QuickSplit),
            Name = p => p.Name,
            LinkOf = LocalTarget.Link,
            Affected = target.Url,
        }));
    }

    private static SimResponse Resync(Call call, LocalTarget target) =>
        Resync(call, target, "resync", LocalRules.Resync, (pair, quick) => pair.Resync(quick), LocalState.Resync);

    private static SimResponse Restore(Call call, LocalTarget target) =>
        Resync(call, target, "restore", LocalRules.Restore, (pair, quick) => pair.Restore(quick), LocalState.Restore);

    private static SimResponse Resync(
        Call call, LocalTarget target, string action, Func<LocalPair, Verdict> judge, Action<LocalPair, bool> act, LocalState onTheWay)
    {
        var body = call.Parameters();
        var quick = body.Flag("quickMode") ?? false;
        var pace = body.Int("copyPace", 1, 15);
        body.Done();
        return call.Accept(target.Plan(call, action, () => new Command<LocalPair>
        {
            Members = target.Members,
            Together = target.Together,
            Judge = judge,
            Act = pairs =>
            {
                foreach (var pair in pairs)
                {
                    pair.CopyPace = pace ?? pair.CopyPace;
                    act(pair, quick);
                }
            },
            Until = p => LocalTarget.Reached(p, LocalState.Pair, onTheWay, LocalState.QuickRestore),
            Name = p => p.Name,
            LinkOf = LocalTarget.Link,
            Affected = target.Url,
        }));
    }

    private static SimResponse Migrate(Call call, LocalTarget target)
    {
        call.NoParameters();
        return call.Accept(target.Plan(call, "migrate", () => new Command<LocalPair>
        {
            Members = target.Members,
            Together = false,
            Judge = LocalRules.Migrate,
            Act = pairs => pairs.ToList().ForEach(p => p.Migrate()),
            Until = p => LocalTarget.Reached(p, LocalState.Migrated, LocalState.Migrating, LocalState.Migrating),
            Name = p => p.Name,
            LinkOf = LocalTarget.Link,
            Affected = target.Url,
        }));
    }

    private static SimResponse Delete(Call call, LocalTarget target)
    {
        var body = call.Body();
        // Seen in a client; no page read says what it forces, so it is taken and changes nothing.
        _ = body.Flag("forceDelete");
        body.Done();
        return call.Accept(target.Plan(call, "delete", () => new Command<LocalPair>
        {
            Members = target.Members,
            Together = target.Together,
            Judge = LocalRules.Delete,
            Act = pairs => pairs.ToList().ForEach(p => p.Delete()),
            Until = p => p.State == LocalState.Gone ? Ended.Well : null,
            Name = p => p.Name,
            LinkOf = LocalTarget.Link,
            Affected = target.Url,
        }));
    }

    private static SimResponse SplitTemplate(LocalTarget target)
    {
        Templates.Require(target.Members.Select(p => LocalRules.Split(p, false, false)));
        return Templates.Of(("quickMode", false), ("copyPace", null), ("forceSuspend", false), ("forceSplit", false));
    }

    private static SimResponse ResyncTemplate(LocalTarget target)
    {
        Templates.Require(target.Members.Select(LocalRules.Resync));
        return Templates.Of(("quickMode", false), ("copyPace", null));
    }

    private static SimResponse RestoreTemplate(LocalTarget target)
    {
        Templates.Require(target.Members.Select(LocalRules.Restore));
        return Templates.Of(("quickMode", false), ("copyPace", null));
    }

    private static SimResponse MigrateTemplate(LocalTarget target)
    {
        Templates.Require(target.Members.Select(LocalRules.Migrate));
        return Templates.Of();
    }
}
