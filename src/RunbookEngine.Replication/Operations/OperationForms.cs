using RunbookEngine.Replication.Vocabulary;
using static RunbookEngine.Replication.Operations.OperationForm;

namespace RunbookEngine.Replication.Operations;

/// <summary>From an operation to its form and back, and how a form is titled in tables.</summary>
internal static class OperationForms
{
    /// <summary>Every form with its column title and the plainest operation that has it.</summary>
    public static IReadOnlyList<(OperationForm Form, string Title, PairOperation Operation)> All { get; } =
    [
        (Create, "create", PairOperation.Create),
        (CreateNoCopy, "create, no copy", PairOperation.Create with { DoInitialCopy = false }),
        (CreateAutoSplit, "create, autoSplit", PairOperation.Create with { AutoSplit = true }),
        (CreateQuickSplit, "create, autoSplit, quick", PairOperation.Create with { AutoSplit = true, Quick = true }),
        (CreateStandby, "create, delta standby", PairOperation.Create with { DeltaResyncSuspend = true }),
        (Split, "split", PairOperation.Split),
        (SplitQuick, "split, quick", PairOperation.Split with { Quick = true }),
        (SplitReadWrite, "split, rw", PairOperation.Split with { SvolAccess = HostAccess.ReadWrite }),
        (SplitProtect, "split, P protected", PairOperation.Split with { PvolWriteProtect = true }),
        (SplitStop, "split, data suspend", PairOperation.Split with { DataSuspend = true }),
        (SplitStopReadWrite, "split, data suspend, rw",
            PairOperation.Split with { DataSuspend = true, SvolAccess = HostAccess.ReadWrite }),
        (SplitSsws, "split, SSWS", PairOperation.Split with { SvolOperationMode = SvolOperationMode.Ssws }),
        (SplitPsus, "split, PSUS", PairOperation.Split with { SvolOperationMode = SvolOperationMode.Psus }),
        (ForceSuspend, "split, forceSuspend", PairOperation.Split with { ForceSuspend = true }),
        (Resync, "resync", PairOperation.Resync),
        (ResyncQuick, "resync, quick", PairOperation.Resync with { Quick = true }),
        (ResyncAutoSplit, "resync, autoSplit", PairOperation.Resync with { AutoSplit = true }),
        (Restore, "restore", PairOperation.Restore),
        (RestoreQuick, "restore, quick", PairOperation.Restore with { Quick = true }),
        (RestoreAutoSplit, "restore, autoSplit", PairOperation.Restore with { AutoSplit = true }),
        (SwapResync, "swap resync", PairOperation.SwapResync),
        (TakeoverAuto, "takeover, auto", PairOperation.Takeover),
        (TakeoverForce, "takeover, forceSplit", PairOperation.Takeover with { TakeoverMode = TakeoverMode.ForceSplit }),
        (Delete, "delete", PairOperation.Delete),
        (DeleteAtSvol, "delete at the S-VOL side", PairOperation.Delete with { SentTo = PairSide.Svol }),
        (Clone, "clone", PairOperation.CloneCopy),
    ];

    public static string Title(this OperationForm form) => All.First(f => f.Form == form).Title;

    public static PairOperation Operation(this OperationForm form) => All.First(f => f.Form == form).Operation;

    /// <summary>The form of an operation whose options fit together (<see cref="OptionTable.Refuse"/> has said nothing).</summary>
    public static OperationForm Of(Technology technology, PairOperation operation) => operation.Action switch
    {
        PairAction.Create => operation switch
        {
            { DeltaResyncSuspend: true } => CreateStandby,
            { DoInitialCopy: false } => CreateNoCopy,
            { AutoSplit: true, Quick: true } => CreateQuickSplit,
            { AutoSplit: true } => CreateAutoSplit,
            _ => Create,
        },
        PairAction.Split => operation switch
        {
            { SvolOperationMode: SvolOperationMode.Ssws } => SplitSsws,
            { SvolOperationMode: SvolOperationMode.Psus } => SplitPsus,
            { ForceSuspend: true } => ForceSuspend,
            { PvolWriteProtect: true } => SplitProtect,
            { DataSuspend: true, SvolAccess: HostAccess.ReadWrite } => SplitStopReadWrite,
            { DataSuspend: true } => SplitStop,
            { SvolAccess: HostAccess.ReadWrite } => SplitReadWrite,
            { Quick: true } => SplitQuick,
            _ => Split,
        },
        PairAction.Resync => operation.Quick ? ResyncQuick : operation.AutoSplit ? ResyncAutoSplit : Resync,
        PairAction.Restore => operation.Quick ? RestoreQuick : operation.AutoSplit ? RestoreAutoSplit : Restore,
        PairAction.SwapResync => SwapResync,
        PairAction.Takeover => operation.TakeoverMode == TakeoverMode.ForceSplit ? TakeoverForce : TakeoverAuto,
        PairAction.Clone => Clone,
        _ => operation.Side == PairSide.Svol && technology.IsRemote() ? DeleteAtSvol : Delete,
    };
}
