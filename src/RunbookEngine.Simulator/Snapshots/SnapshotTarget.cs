using RunbookEngine.Simulator.Pairs;
using RunbookEngine.Simulator.Rest;

namespace RunbookEngine.Simulator.Snapshots;

/// <summary>The snapshot group or the single pair a request names.</summary>
internal sealed record SnapshotTarget(string Type, string Id, SnapshotGroup Group, SnapshotPair? Pair)
{
    public IReadOnlyList<SnapshotPair> Members => Pair is null ? [.. Group.Pairs] : [Pair];

    public string Url => Call.Base + Type + "/" + Id;

    public static string Link(SnapshotPair pair) => Call.Base + SnapshotEndpoints.Type + "/" + pair.Id;

    public JobPlan Plan(
        Call call, string action, Func<SnapshotPair, Verdict> judge, Action<SnapshotPair> act, Func<SnapshotPair, Ended?> until) => new()
        {
            Action = action,
            ObjectType = Type,
            ObjectId = Id,
            CopyGroup = Group.Name,
            Pair = Pair?.Id,
            Key = Group,
            PassesLocks = action != "delete",
            Execute = () =>
            {
                if (Members.Count == 0 || Pair is { State: SnapshotState.Gone })
                {
                    // The pair went between the request and its job: a deletion has nothing to do, anything else fails.
                    return action == "delete" ? JobResult.Done(Url, changed: false) : JobResult.Fail(Refusal.NoSuchObject(Id).Error);
                }
                return new Command<SnapshotPair>
                {
                    Members = Members,
                    Together = Pair is null && Group.Consistent,
                    Judge = judge,
                    Act = pairs => pairs.ToList().ForEach(act),
                    Name = p => p.Id,
                    LinkOf = Link,
                    Affected = Url,
                    Until = until,
                }.Run();
            },
        };

    /// <summary>Well when the pair is there, null while it is on the way, an error when it went elsewhere.</summary>
    public static Ended? Reached(SnapshotPair pair, SnapshotState goal, params SnapshotState[] onTheWay) =>
        pair.State == goal ? Ended.Well
        : onTheWay.Contains(pair.State) ? null
        : new Ended(ArrayError.Rejected($"The pair did not reach the status asked for. (snapshotId = {pair.Id}, status = {pair.Status})"));
}
