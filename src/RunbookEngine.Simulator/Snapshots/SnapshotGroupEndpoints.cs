using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;

namespace RunbookEngine.Simulator.Snapshots;

/// <summary>Thin Image pairs by snapshot group.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, chapter on Thin Image. A name with a slash can't stand in a path; such a group is read by query.</remarks>
internal static class SnapshotGroupEndpoints
{
    public const string Type = "snapshot-groups";

    public static void Map(RouteTable routes)
    {
        routes.Get("v1/objects/" + Type, call =>
        {
            var words = Lists.QueryWords(call, "detailInfoType", "pair", "retention");
            return Lists.Data(call.Array.Snapshots.Groups.Where(g => MaySee(call, g)).Select(g => SnapshotJson.Group(g, words.Contains("pair"), words.Contains("retention"))));
        });
        routes.Get($"v1/objects/{Type}/{{id}}", call => SimResponse.Json(200, SnapshotJson.Group(Find(call), true, SnapshotEndpoints.Retention(call))));
        SnapshotActions.Map(routes, Type, call =>
        {
            var group = Find(call);
            return new SnapshotTarget(Type, group.Name, group, null);
        });
    }

    private static bool MaySee(Call call, SnapshotGroup group) => group.Pairs.All(p => SnapshotEndpoints.MaySee(call, p));

    private static SnapshotGroup Find(Call call) =>
        call.Array.Snapshots.FindGroup(call["id"]) is { } group && MaySee(call, group) ? group : throw Refusal.NoSuchObject("snapshotGroupName = " + call["id"]);
}
