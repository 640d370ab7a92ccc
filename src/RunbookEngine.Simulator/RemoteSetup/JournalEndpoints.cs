using System.Globalization;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteSetup;

/// <summary>Replication journals: list in three depths, create, change, expand, shrink, delete.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, getting journal information; creating a journal; changing journal settings.</remarks>
internal static class JournalEndpoints
{
    public const string Type = "journals";
    public const int MaxId = 255;

    /// <summary>Volumes of one request.</summary>
    public const int MaxLdevsAtOnce = 2;

    /// <summary>Volumes of one journal.</summary>
    public const int MaxLdevs = 64;

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/" + Type, List);
        routes.Get($"v1/objects/{Type}/{{id}}", call => SimResponse.Json(200, JournalJson.Basic(call.Array, Find(call)).First()));
        routes.Create(Type, Role.RemoteCopy, Create);
        routes.Change(Type, Role.RemoteCopy, JournalChanges.Change);
        routes.Action(Type, "expand", Role.RemoteCopy, call => JournalChanges.Resize(call, expand: true));
        routes.Action(Type, "shrink", Role.RemoteCopy, call => JournalChanges.Resize(call, expand: false));
        routes.Action(Type, "assign-mp-blade", Role.RemoteCopy, JournalChanges.AssignMpBlade);
        routes.Delete(Type, Role.RemoteCopy, JournalChanges.Delete);
    }

    public static string Url(int id) => Call.Base + Type + "/" + id;

    public static Journal Find(Call call) =>
        int.TryParse(call["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && call.Array.FindJournal(id) is { } journal
            ? journal
            : throw Refusal.NoSuchObject("journalId = " + call["id"]);

    /// <summary>Volumes named one by one or as a range.</summary>
    public static IReadOnlyList<int> Ldevs(BodyFields body)
    {
        var named = body.Ints("ldevIds", 0, LdevText.MaxLdev, MaxLdevsAtOnce);
        var first = body.Int("startLdevId", 0, LdevText.MaxLdev);
        var last = body.Int("endLdevId", 0, LdevText.MaxLdev);
        body.Done();
        if (named is { Count: > 0 })
            return first is null && last is null && named.Distinct().Count() == named.Count ? named : throw BodyFields.Invalid("ldevIds");
        if (first is not { } from || last is not { } to)
            throw BodyFields.Missing(first is null ? "ldevIds" : "endLdevId");
        return to > from && to - from < MaxLdevsAtOnce ? [from, to] : throw BodyFields.Invalid("endLdevId");
    }

    /// <summary>Why the volumes can't become part of a journal; null when they can.</summary>
    public static ArrayError? Refuse(SimulatedArray array, IReadOnlyList<int> ldevs)
    {
        foreach (var id in ldevs)
        {
            if (!array.Volumes.TryGetValue(id, out var volume))
                return ArrayError.Rejected($"The LDEV is not defined. (ldevId = {id})", "2E10", "0001");
            if (volume.IsVirtual || volume.JournalId is not null || volume.Uses.Count > 0 || volume.Paths.Count > 0 || volume.Status != "NML")
                return ArrayError.Rejected($"The volume can't be a journal volume. (ldevId = {id})", "2E10", "8010");
        }
        return null;
    }

    private static SimResponse List(Call call)
    {
        var depth = call.RequiredQuery("journalInfo");
        return depth switch
        {
            "basic" => Lists.Data(call.Array.Journals.Values.SelectMany(j => JournalJson.Basic(call.Array, j))),
            "timer" => Lists.Data(call.Array.Journals.Values.SelectMany(JournalJson.Timer)),
            "detail" => Lists.Data(call.Array.Journals.Values.Select(j => JournalJson.Detail(call.Array, j))),
            _ => throw BodyFields.Invalid("journalInfo"),
        };
    }

    private static SimResponse Create(Call call)
    {
        var body = call.Body();
        var id = body.RequiredInt("journalId", 0, MaxId);
        _ = body.Int("mpBladeId", 0, 127);
        _ = body.Flag("isMainframe");
        var ldevs = Ldevs(body);
        if (call.Array.Journals.ContainsKey(id))
            throw Refusal.Conflict("KART40054-E", $"The journal exists already. (journalId = {id})");
        return call.Accept(new JobPlan
        {
            Action = "create",
            ObjectType = Type,
            Execute = () =>
            {
                if (call.Array.Journals.ContainsKey(id))
                    return JobResult.Fail(Refusal.Conflict("KART40054-E", $"The journal exists already. (journalId = {id})").Error);
                if (Refuse(call.Array, ldevs) is { } error)
                    return JobResult.Fail(error);
                var volumes = ldevs.Select(l => call.Array.Volumes[l]).ToList();
                volumes.ForEach(v => v.JournalId = id);
                call.Array.Journals.Add(id, new Journal(new JournalSpec { JournalId = id, CapacityBytes = volumes.Sum(v => v.SizeBytes), LdevIds = ldevs }));
                return JobResult.Done(Url(id));
            },
        });
    }
}
