using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;
using static RunbookEngine.Replication.Groups.OperationUnit;
using static RunbookEngine.Replication.Vocabulary.PairAction;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Replication.Groups;

/// <summary>Which operations go by pair, which by group.</summary>
public static class UnitRules
{
    private static readonly IReadOnlyList<Technology> All =
        [ShadowImage, TrueCopy, UniversalReplicator, GlobalActiveDevice, ThinImage];

    private static readonly IReadOnlyList<Refusal> Refusals =
    [
        new(All, [Create], Group, "pairs are created one at a time; the first makes the group", Sources.RestCreate),
        new([UniversalReplicator], [Split, Resync, SwapResync, Takeover], Pair,
            "Universal Replicator keeps the write order of a whole mirror, and a pair suspended alone is no use after a disaster: operate the copy group",
            Sources.UrUnit),
    ];

    /// <summary>The units an action may be asked of, group first.</summary>
    public static IReadOnlyList<OperationUnit> UnitsOf(Technology technology, PairAction action) =>
        [.. new[] { Group, Pair }.Where(u => Refuse(technology, new(action), u) is null)];

    /// <summary>Why this operation should not go by this unit; null when it may.</summary>
    public static Prediction.Rejected? Refuse(Technology technology, PairOperation operation, OperationUnit unit)
    {
        if (Refusals.FirstOrDefault(r => r.Covers(technology, operation.Action, unit)) is { } row)
        {
            return new(row.Why, row.Source);
        }

        return operation is { Action: Resync or SwapResync, ConsistencyGroup: not null } && unit == Pair
            ? new("a resync registers pairs in a consistency group, or takes them out, only by copy group", Sources.RestResync)
            : null;
    }

    /// <summary>What is lost when an allowed operation goes by pair although the group exists; null when nothing is.</summary>
    public static string? Caution(Technology technology, PairOperation operation, OperationUnit unit) =>
        unit == Pair && operation.Action == Split && (technology is ShadowImage or ThinImage)
            ? "a split by pair is not one point in time over the group, even with a consistency group"
            : null;

    private sealed record Refusal(
        IReadOnlyList<Technology> Technologies, IReadOnlyList<PairAction> Actions, OperationUnit Unit, string Why, Source Source)
    {
        public bool Covers(Technology technology, PairAction action, OperationUnit unit) =>
            Unit == unit && Technologies.Contains(technology) && Actions.Contains(action);
    }
}
