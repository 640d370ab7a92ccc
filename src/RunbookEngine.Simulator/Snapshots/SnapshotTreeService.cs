using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Snapshots;

/// <summary>snapshot-tree: all snapshots below a root volume, whatever their status.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, deleting Thin Image pairs by snapshot tree.</remarks>
internal static class SnapshotTreeService
{
    public const string Service = "snapshot-tree";

    public static void Map(RouteTable routes)
    {
        routes.Service(Service, "delete", Role.LocalCopy, Delete);
        routes.Service(Service, "delete-garbage-data", Role.LocalCopy, DeleteGarbage);
    }

    private static SimResponse Delete(Call call)
    {
        var body = call.Parameters();
        var ldev = body.RequiredInt("ldevId", 0, LdevText.MaxLdev);
        body.Done();
        call.User.RequireSeen(call.Array, "ldevId", ldev);
        return call.Accept(Plan(call, "delete", ldev, root =>
        {
            var tree = Below(root).ToList();
            if (tree.Any(p => p.Retained))
                return JobResult.Fail(ArrayError.Rejected("A snapshot of the tree is within its retention period."));
            foreach (var pair in tree.Where(p => p.State != SnapshotState.Deleting))
                pair.Delete();
            return new JobResult
            {
                Affected = [Call.Base + "ldevs/" + ldev],
                PairsChanged = [.. tree.Select(p => p.Id)],
                Changed = tree.Count > 0,
                Until = () => tree.All(p => p.State == SnapshotState.Gone) ? Ended.Well : null,
            };
        }));
    }

    private static SimResponse DeleteGarbage(Call call)
    {
        var body = call.Parameters();
        var ldev = body.RequiredInt("ldevId", 0, LdevText.MaxLdev);
        _ = body.Choice("operationType", "start", "stop") ?? throw BodyFields.Missing("operationType");
        body.Done();
        call.User.RequireSeen(call.Array, "ldevId", ldev);
        return call.Accept(Plan(call, "delete-garbage-data", ldev, _ => JobResult.Done(Call.Base + "ldevs/" + ldev)));
    }

    private static JobPlan Plan(Call call, string action, int ldev, Func<Volume, JobResult> run) => new()
    {
        Action = action,
        ObjectType = Service,
        ObjectId = ldev.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Execute = () => call.Array.Volumes.TryGetValue(ldev, out var root) && root.Uses.OfType<SnapshotPair>().Any(p => p.Pvol == root)
            && !root.Uses.OfType<SnapshotPair>().Any(p => p.Svol == root)
            ? run(root)
            : JobResult.Fail(ArrayError.Rejected($"The volume is no root of a snapshot tree. (ldevId = {ldev})", "2E30", "0007")),
    };

    private static IEnumerable<SnapshotPair> Below(Volume root) =>
        root.Uses.OfType<SnapshotPair>().Where(p => p.Pvol == root).SelectMany(p => p.Svol is { } svol ? Below(svol).Append(p) : [p]);
}
