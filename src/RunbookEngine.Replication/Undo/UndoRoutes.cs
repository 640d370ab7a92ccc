using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using static RunbookEngine.Replication.Operations.PairOperation;
using static RunbookEngine.Replication.States.PairCondition;

namespace RunbookEngine.Replication.Undo;

/// <summary>The operations between two states, as a person would name them.</summary>
internal static class UndoRoutes
{
    private static readonly IReadOnlyList<PairCondition> PairedOnes = [Paired, PairedSvolBlocked, PairedFilling];
    private static readonly IReadOnlyList<PairCondition> SplitOnes = [SplitDone, SplitWritable, SplitProtected, SplitFilling];
    private static readonly IReadOnlyList<PairCondition> SuspendedOnes =
        [Suspended, SuspendedFenced, SuspendedUnseen, SuspendedUnseenFenced, SuspendedBySvol, SuspendedFull];

    private static readonly IReadOnlyList<Route> Table =
    [
        //  was         is now                              swapped  way back
        new(PairedOnes, [.. SplitOnes, .. SuspendedOnes],   false,   PairAction.Resync),
        new(SplitOnes,  PairedOnes,                         false,   PairAction.Split),
        new(SplitOnes,  [.. SplitOnes, .. SuspendedOnes],   false,   PairAction.Resync, PairAction.Split),
        new(PairedOnes, PairedOnes,                         true,    PairAction.Split, PairAction.SwapResync),
        new(SplitOnes,  PairedOnes,                         true,    PairAction.Split, PairAction.SwapResync, PairAction.Split),
        new(SplitOnes,  [.. SplitOnes, .. SuspendedOnes],   true,    PairAction.Resync, PairAction.Split, PairAction.SwapResync, PairAction.Split),
    ];

    /// <summary>The operations in order; none when no way is known. The last split brings back the access of the target.</summary>
    public static IReadOnlyList<PairOperation> Between(PairState target, PairState now)
    {
        if (target.IsSimplex)
        {
            // The side that goes on is where a global-active device pair is deleted.
            if (now is { Technology: Technology.GlobalActiveDevice, S: PairStatus.SSWS })
                return [Delete with { SentTo = PairSide.Svol }];
            return StatusModel.Predict(now, Delete) is Prediction.Rejected && StatusModel.Predict(now, Split) is Prediction.Accepted
                ? [Split, Delete] : [Delete];
        }

        var swapped = target.PvolArray != now.PvolArray;
        var way = Table.FirstOrDefault(r => r.Covers(target.Condition, now.Condition, swapped))?.Way ?? [];
        return [.. way.Select((action, i) => i == way.Count - 1 && action == PairAction.Split ? SplitLike(target) : new(action))];
    }

    /// <summary>What the status will not show once the way back is done.</summary>
    public static IEnumerable<string> Warnings(PairState before, PairState target, PairState now)
    {
        if (before.Possible.Count > 1 && SplitOnes.Contains(target.Condition))
        {
            yield return "whether the S-VOL was writable before is not known: it comes back read only";
        }

        if (SplitOnes.Contains(target.Condition))
        {
            yield return "the S-VOL's data is not what it was: it now holds the P-VOL's data as of this undo";
        }

        if (target.PvolArray != now.PvolArray)
        {
            yield return "the roles are exchanged back with the data of the present P-VOL; hosts must be stopped first";
        }
    }

    private static PairOperation SplitLike(PairState target) => target.Condition switch
    {
        SplitWritable => Split with { SvolAccess = HostAccess.ReadWrite },
        SplitProtected => Split with { PvolWriteProtect = true },
        _ => Split,
    };

    private sealed record Route(
        IReadOnlyList<PairCondition> Target, IReadOnlyList<PairCondition> Now, bool Swapped, params IReadOnlyList<PairAction> Way)
    {
        public bool Covers(PairCondition target, PairCondition now, bool swapped) =>
            Target.Contains(target) && Now.Contains(now) && Swapped == swapped;
    }
}
