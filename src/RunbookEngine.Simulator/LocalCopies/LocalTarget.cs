using RunbookEngine.Simulator.Pairs;
using RunbookEngine.Simulator.Rest;

namespace RunbookEngine.Simulator.LocalCopies;

/// <summary>The copy group or the single pair a request names.</summary>
internal sealed record LocalTarget(string Type, string Id, LocalGroup Group, LocalPair? Pair)
{
    /// <summary>Looked up when the job runs: pairs may have come and gone since the request.</summary>
    public IReadOnlyList<LocalPair> Members => Pair is null ? [.. Group.Pairs] : [Pair];

    /// <summary>A consistency group acts as one only when it is named as a copy group.</summary>
    public bool Together => Pair is null && Group.ConsistencyGroup is not null;

    public string Url => Call.Base + Type + "/" + Id;

    public static string Link(LocalPair pair) => Call.Base + LocalCloneEndpoints.PairsType + "/" + pair.Id;

    public JobPlan Plan(Call call, string action, Func<Command<LocalPair>> command) => new()
    {
        Action = action,
        ObjectType = Type,
        ObjectId = Id,
        CopyGroup = Group.Name,
        Pair = Pair?.Name,
        Key = Group,
        PassesLocks = action != "delete",
        Execute = () => Members.Count == 0 || Pair is { State: LocalState.Gone or LocalState.Deleting }
            ? JobResult.Fail(Refusal.NoSuchObject(Id).Error)
            : command().Run(),
    };

    /// <summary>Well when the pair is there, null while it is on the way, an error when it went elsewhere.</summary>
    public static Ended? Reached(LocalPair pair, LocalState goal, LocalState onTheWay, LocalState orSo) =>
        pair.State == goal ? Ended.Well
        : pair.State == onTheWay || pair.State == orSo ? null
        : new Ended(ArrayError.Rejected($"The pair did not reach the status asked for. (copyPairName = {pair.Name}, pvolStatus = {pair.PvolStatus})"));
}
