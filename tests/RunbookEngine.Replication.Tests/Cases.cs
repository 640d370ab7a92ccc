using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Tables;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Tests;

/// <summary>Every state and every operation, for tests that look at all of them.</summary>
internal static class Cases
{
    public static IEnumerable<PairState> States(Technology technology) =>
        from row in StatusTables.Of(technology).Conditions
        from fence in Fences(technology)
        where row.Fences.Count == 0 || fence is null || row.Fences.Contains(fence.Value)
        from paths in technology.IsRemote() ? new[] { true, false } : [true]
        select new PairState(technology, row.P, row.S)
        {
            Condition = row.Condition,
            Fence = fence,
            PvolIoMode = row.Modes?.P,
            SvolIoMode = row.Modes?.S,
            PathsUp = paths,
        };

    /// <summary>Every combination of two statuses, as a client would read them, the impossible ones too.</summary>
    public static IEnumerable<PairState> Readings(Technology technology) =>
        from p in Enum.GetValues<PairStatus>()
        from s in Enum.GetValues<PairStatus>()
        select PairState.Observed(technology, p, s);

    public static IEnumerable<PairOperation> Operations(Technology technology) =>
        StatusTables.Of(technology).Forms.Select(f => f.Operation());

    /// <summary>Every action with every pair of options, fitting or not.</summary>
    public static IEnumerable<PairOperation> AnyOperations()
    {
        Func<PairOperation, PairOperation>[] options =
        [
            o => o, o => o with { Quick = true }, o => o with { SvolAccess = HostAccess.Read }, o => o with { SvolAccess = HostAccess.ReadWrite },
            o => o with { PvolWriteProtect = true }, o => o with { DataSuspend = true }, o => o with { ForceSuspend = true },
            o => o with { SvolOperationMode = SvolOperationMode.Ssws }, o => o with { SvolOperationMode = SvolOperationMode.Psus },
            o => o with { AutoSplit = true }, o => o with { DoInitialCopy = false }, o => o with { DeltaResyncSuspend = true },
            o => o with { TakeoverMode = TakeoverMode.ForceSplit }, o => o with { CopyPace = 15 }, o => o with { CopyPace = 16 },
            o => o with { ConsistencyGroup = new(true) }, o => o with { Fence = FenceLevel.Data }, o => o with { SentTo = PairSide.Pvol },
            o => o with { SentTo = PairSide.Svol },
        ];
        return from action in Enum.GetValues<PairAction>()
               from one in options
               from other in options
               select other(one(new PairOperation(action)));
    }

    /// <summary>The outcome in one word, as the manual's tables write it.</summary>
    public static string Word(Prediction prediction) => prediction switch
    {
        Prediction.Accepted accepted => $"->{accepted.Final.P}/{accepted.Final.S}",
        Prediction.NothingHappens => "no-op",
        Prediction.Rejected => "rej",
        Prediction.Uncertain => "open",
        _ => throw new InvalidOperationException(),
    };

    private static IEnumerable<FenceLevel?> Fences(Technology technology) =>
        technology == Technology.TrueCopy ? [FenceLevel.Data, FenceLevel.Status, FenceLevel.Never] : [null];
}
