using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Vocabulary;
using SvolMode = RunbookEngine.Replication.Operations.SvolOperationMode;
using TakeoverKind = RunbookEngine.Replication.Operations.TakeoverMode;

namespace RunbookEngine.Activities.Pairs;

/// <summary>From an operation of the status model to the request the client sends. What was not asked for is left out.</summary>
internal static class PairRequests
{
    /// <param name="withoutPartner">The partner array cannot be asked.</param>
    public static PairRequest Of(PairOperation operation, bool withoutPartner) => Of(operation) with { WithoutPartner = withoutPartner };

    private static PairRequest Of(PairOperation o) => o.Action switch
    {
        PairAction.Split => new PairRequest.Split
        {
            Quick = Asked(o.Quick),
            CopyPace = o.CopyPace,
            ForceSuspend = Asked(o.ForceSuspend),
            SvolAccess = o.SvolAccess,
            ProtectPvol = Asked(o.PvolWriteProtect),
            SuspendData = Asked(o.DataSuspend),
            SvolOperationMode = o.SvolOperationMode switch { SvolMode.Ssws => PairStatus.SSWS, SvolMode.Psus => PairStatus.PSUS, _ => null },
        },
        PairAction.Resync => new PairRequest.Resync
        {
            Quick = Asked(o.Quick),
            CopyPace = o.CopyPace,
            FenceLevel = o.Fence,
            AutoSplit = Asked(o.AutoSplit),
            InConsistencyGroup = o.ConsistencyGroup?.Member,
            ConsistencyGroupId = o.ConsistencyGroup?.Id,
        },
        PairAction.SwapResync => new PairRequest.SwapResync { CopyPace = o.CopyPace },
        PairAction.Restore => new PairRequest.Restore { Quick = Asked(o.Quick), CopyPace = o.CopyPace, AutoSplit = Asked(o.AutoSplit) },
        PairAction.Delete => new PairRequest.Delete(),
        PairAction.Takeover => new PairRequest.Takeover
        {
            Mode = o.TakeoverMode == TakeoverKind.ForceSplit ? RunbookEngine.Arrays.Pairs.TakeoverMode.ForceSplit : RunbookEngine.Arrays.Pairs.TakeoverMode.Auto,
        },
        _ => throw new ArgumentException($"{o.Action} is not sent by an operation alone"),
    };

    private static bool? Asked(bool option) => option ? true : null;
}
