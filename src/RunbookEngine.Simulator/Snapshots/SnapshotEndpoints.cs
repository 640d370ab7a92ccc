using System.Globalization;
using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Snapshots;

/// <summary>Thin Image pairs one by one, and the list over all of them.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, chapter on Thin Image.</remarks>
internal static class SnapshotEndpoints
{
    public const string Type = "snapshots";

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/" + Type, List);
        routes.Get($"v1/objects/{Type}/{{id}}", call => SimResponse.Json(200, SnapshotJson.Pair(Find(call), null, Retention(call))));
        routes.Get("v1/objects/snapshot-replications", Replications);
        routes.Create(Type, Role.LocalCopy, SnapshotCreation.Create);
        SnapshotActions.Map(routes, Type, call =>
        {
            var pair = Find(call);
            return new SnapshotTarget(Type, pair.Id, pair.Group, pair);
        });
        routes.Action(Type, "assign-volume", Role.LocalCopy, SnapshotActions.Assign);
        routes.Action(Type, "unassign-volume", Role.LocalCopy, SnapshotActions.Unassign);
    }

    public static bool Retention(Call call) => Lists.QueryWords(call, "detailInfoType", "retention", "pair").Contains("retention");

    public static bool MaySee(Call call, SnapshotPair pair) => call.User.MayUse(pair.Pvol, pair.Svol);

    public static SnapshotPair Find(Call call)
    {
        var parts = call["id"].Split(',');
        return parts.Length == 2 && Number(parts[0]) is { } pvol && Number(parts[1]) is { } mu && call.Array.Snapshots.Find(pvol, mu) is { } pair && MaySee(call, pair)
            ? pair
            : throw Refusal.NoSuchObject("snapshotId = " + call["id"]);
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <remarks>One of: pvolLdevId, pvolLdevId and muNumber, pvolLdevId and snapshotGroupName, svolLdevId, snapshotGroupName.</remarks>
    private static SimResponse List(Call call)
    {
        var pvol = call.QueryInt("pvolLdevId", 0, LdevText.MaxLdev);
        var svol = call.QueryInt("svolLdevId", 0, LdevText.MaxLdev);
        var mu = call.QueryInt("muNumber", 0, SnapshotBook.MaxMirrorUnits - 1);
        var name = call.Query.GetValueOrDefault("snapshotGroupName") is { Length: > 0 } text ? text : null;
        var retention = Retention(call);
        if (pvol is null && svol is null && name is null)
            throw BodyFields.Missing("pvolLdevId");
        if (svol is not null && (pvol is not null || mu is not null || name is not null))
            throw BodyFields.Invalid("svolLdevId");
        if (mu is not null && (pvol is null || name is not null))
            throw BodyFields.Invalid("muNumber");
        var book = call.Array.Snapshots;
        if (name is not null && pvol is null)
            return Lists.Data((book.FindGroup(name)?.Pairs ?? []).Where(p => MaySee(call, p)).Select(p => SnapshotJson.Pair(p, null, retention)));
        if (!call.Array.Volumes.TryGetValue(pvol ?? svol!.Value, out var volume))
            return Lists.Data([]);
        var found = volume.Uses.OfType<SnapshotPair>().Where(p => svol is null
            ? p.Pvol == volume && (mu is null || p.MirrorUnit == mu) && (name is null || p.Group.Name == name)
            : p.Svol == volume);
        return Lists.Data(found.Where(p => MaySee(call, p)).OrderBy(p => p.MirrorUnit).Select(p => SnapshotJson.Pair(p, volume, retention)));
    }

    private static SimResponse Replications(Call call)
    {
        if (!call.Array.IsVsp5000)
            throw Refusal.NotHere("This API is for VSP 5000 series only.");
        var first = call.QueryInt("startPvolLdevId", 0, LdevText.MaxLdev) ?? 0;
        var last = call.QueryInt("endPvolLdevId", 0, LdevText.MaxLdev) ?? LdevText.MaxLdev;
        return Lists.Data(call.Array.Snapshots.All.Where(p => MaySee(call, p) && p.Pvol.LdevId >= first && p.Pvol.LdevId <= last).Select(SnapshotJson.Replication));
    }
}
