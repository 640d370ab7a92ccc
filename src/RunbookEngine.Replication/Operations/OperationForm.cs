namespace RunbookEngine.Replication.Operations;

/// <summary>An operation together with the options that decide what happens: one column of an acceptance table.</summary>
internal enum OperationForm
{
    Create,
    CreateNoCopy,
    CreateAutoSplit,
    CreateQuickSplit,
    CreateStandby,
    Split,
    SplitQuick,
    SplitReadWrite,
    SplitProtect,
    SplitStop,
    SplitStopReadWrite,
    SplitSsws,
    SplitPsus,
    ForceSuspend,
    Resync,
    ResyncQuick,
    ResyncAutoSplit,
    Restore,
    RestoreQuick,
    RestoreAutoSplit,
    SwapResync,
    TakeoverAuto,
    TakeoverForce,
    Delete,
    DeleteAtSvol,
    Clone,
}
