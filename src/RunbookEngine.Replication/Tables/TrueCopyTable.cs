using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using static RunbookEngine.Replication.Operations.OperationForm;
using static RunbookEngine.Replication.States.PairCondition;
using static RunbookEngine.Replication.Tables.RemoteNotes;
using static RunbookEngine.Replication.Tables.Sources;
using static RunbookEngine.Replication.Vocabulary.HostAccess;
using static RunbookEngine.Replication.Vocabulary.PairStatus;

namespace RunbookEngine.Replication.Tables;

/// <summary>TrueCopy: synchronous copies between two arrays.</summary>
internal static class TrueCopyTable
{
    private static readonly IReadOnlyList<ConditionRow> Conditions =
    [
        //  condition           P     S     P-VOL      S-VOL      shown as
        new(Simplex,               SMPL, SMPL, ReadWrite, ReadWrite, "SMPL",                RestRemoteStatus),
        new(InitialCopy,           COPY, COPY, ReadWrite, Read,      "COPY, initial",       RestRemoteStatus),
        new(Paired,                PAIR, PAIR, ReadWrite, Read,      "PAIR",                RestRemoteStatus),
        new(SplitDone,             PSUS, SSUS, ReadWrite, Read,      "PSUS",                RestRemoteStatus),
        new(SplitWritable,         PSUS, SSUS, ReadWrite, ReadWrite, "PSUS, S-VOL rw",      RestRemoteStatus),
        new(SplitProtected,        PSUS, SSUS, Read,      Read,      "PSUS, P-VOL protected", RestSplit),
        new(Resyncing,             COPY, COPY, ReadWrite, Read,      "COPY, resync",        RestRemoteStatus),
        new(Suspended,             PSUE, PSUE, ReadWrite, Read,      "PSUE",                TcStatus) { Fences = [FenceLevel.Never, FenceLevel.Status] },
        new(Suspended,             PSUE, SSUS, ReadWrite, Read,      "PSUE",                TcStatus) { Fences = [FenceLevel.Never, FenceLevel.Status] },
        new(SuspendedFenced,       PSUE, PSUE, Read,      Read,      "PSUE, fenced",        TcFence) { Fences = [FenceLevel.Data] },
        new(SuspendedFenced,       PSUE, SSUS, Read,      Read,      "PSUE, fenced",        TcFence) { Fences = [FenceLevel.Data] },
        new(SuspendedUnseen,       PSUE, PAIR, ReadWrite, Read,      "PSUE, S-VOL not told", TcStatus) { Fences = [FenceLevel.Never] },
        new(SuspendedUnseen,       PSUE, COPY, ReadWrite, Read,      "PSUE, S-VOL not told", TcStatus.Derived) { Fences = [FenceLevel.Never] },
        new(SuspendedUnseenFenced, PSUE, PAIR, Read,      Read,      "PSUE, S-VOL not told, fenced", TcFence) { Fences = [FenceLevel.Data, FenceLevel.Status] },
        new(SuspendedUnseenFenced, PSUE, COPY, Read,      Read,      "PSUE, S-VOL not told, fenced", TcFence.Derived) { Fences = [FenceLevel.Data, FenceLevel.Status] },
        new(SuspendedBySvol,       PSUS, PSUE, ReadWrite, Read,      "PSUS by RCU",         TcStatus),
        new(DeletedAtSvol,         PSUS, SMPL, ReadWrite, ReadWrite, "PSUS, delete pair to RCU", TcStatus),
        new(TakenOver,             PSUS, SSWS, Read,      ReadWrite, "SSWS",                RestRemoteStatus),
        new(TakenOverUnseen,       PAIR, SSWS, ReadWrite, ReadWrite, "SSWS, P-VOL not told", CciTakeover.Derived),
        new(TakenOverUnseen,       PSUE, SSWS, ReadWrite, ReadWrite, "SSWS, P-VOL not told", CciTakeover.Derived) { Fences = [FenceLevel.Never] },
        new(TakenOverUnseen,       PSUE, SSWS, Read,      ReadWrite, "SSWS, P-VOL not told, fenced", TcFence) { Fences = [FenceLevel.Data, FenceLevel.Status] },
        new(TakenOverUnseen,       PSUS, SSWS, ReadWrite, ReadWrite, "SSWS, P-VOL not told", CciTakeover.Derived) { OnlyRemembered = true },
        new(Deleting,              SMPL, SMPL, ReadWrite, Read,      "Deleting",            RestRemoteStatus) { OnlyRemembered = true },
    ];

    private static readonly IReadOnlyList<AcceptanceRow> Acceptance =
    [
        //                         create        split                      resync takeover    delete
        //                         -   no copy   -    rw   prot SSWS PSUS   -    swap  auto force  -    at S
        new(Simplex,               "Y   Y        N1   N1   N1   N1   N1     N1   N1    N14  N14    -2   -2"),
        new(InitialCopy,           "N3  N3       Y    Y    N4   N5   N12    -6   N7    N5   N5     Y    Y"),
        new(Paired,                "N3  N3       Y    Y    Y    Y    N12    -6   N7    Y    Y      Y    Y"),
        new(SplitDone,             "N3  N3       -8   -8   -8   Y    N12    Y    Y     Y    Y      Y    Y"),
        new(SplitWritable,         "N3  N3       -8   -8   -8   Y    N12    Y    Y     Y    Y      Y    Y"),
        new(SplitProtected,        "N3  N3       -8   -8   -8   Y    N12    Y    Y     Y    Y      Y    Y"),
        new(Resyncing,             "N3  N3       Y    Y    N4   N5   N12    -6   N7    N5   N5     Y    Y"),
        new(Suspended,             "N3  N3       -9   -9   -9   Y    N12    Y    N7    Y    Y      Y    Y"),
        new(SuspendedFenced,       "N3  N3       -9   -9   -9   Y    N12    Y    N7    Y    Y      Y    Y"),
        new(SuspendedUnseen,       "N3  N3       -9   -9   -9   Y    N12    Y    N7    Y    Y      Y    Y"),
        new(SuspendedUnseenFenced, "N3  N3       -9   -9   -9   Y    N12    Y    N7    Y    Y      Y    Y"),
        new(SuspendedBySvol,       "N3  N3       -8   -8   -8   Y    N12    Y    N7    Y    Y      Y    Y"),
        new(DeletedAtSvol,         "N3  N3       -8   -8   -8   N14  N12    N13  N13   N14  N14    Y    -2"),
        new(TakenOver,             "N3  N3       -10  -10  -10  -10  N12    N11  Y     -10  -10    Y    Y"),
        new(TakenOverUnseen,       "N3  N3       Y    Y    Y    -10  N12    N11  N15   -10  -10    Y    Y"),
        new(Deleting,              "N16 N16      N16  N16  N16  N16  N16    N16  N16   N16  N16    N16  N16"),
    ];

    private static readonly IReadOnlyList<PairCondition> Splits = [SplitDone, SplitWritable, SplitProtected];

    private static readonly IReadOnlyList<PairCondition> Errors =
        [Suspended, SuspendedFenced, SuspendedUnseen, SuspendedUnseenFenced, SuspendedBySvol];

    private static readonly IReadOnlyList<TransitionRow> Transitions =
    [
        //  operation, from                   on the way  end             copy            ends when
        new([Create], [Simplex],              InitialCopy, Paired,        CopyKind.Full,  "all allocated data is copied", RestCreate),
        new([CreateNoCopy], [Simplex],        null,       Paired,         CopyKind.None,  "at once", RestCreate)
            { Warnings = [Identical] },
        new([Split], [Paired],                null,       SplitDone,      CopyKind.None,  "seconds", RestSplit) { WithoutPaths = WithoutPaths.Unclear },
        new([SplitReadWrite], [Paired],       null,       SplitWritable,  CopyKind.None,  "seconds", RestSplit) { WithoutPaths = WithoutPaths.Unclear },
        new([SplitProtect], [Paired],         null,       SplitProtected, CopyKind.None,  "seconds", RestSplit)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = ["hosts cannot write the P-VOL after this split"] },
        new([Split], [InitialCopy, Resyncing], null,      SplitDone,      CopyKind.None,  "seconds", CciCommands)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = [Incomplete] },
        new([SplitReadWrite], [InitialCopy, Resyncing], null, SplitWritable, CopyKind.None, "seconds", CciCommands)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = [Incomplete] },
        new([Split, SplitReadWrite, SplitProtect], [TakenOverUnseen], null, TakenOver, CopyKind.None, "seconds", CciTakeover.Field)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = ["only tells the P-VOL of the takeover; the S-VOL stays in SSWS"] },
        new([SplitSsws], [Paired, .. Splits, .. Errors],
                                              null,       TakenOver,      CopyKind.None,  "seconds", RestSplit)
            { WithoutPaths = WithoutPaths.TakesOver },
        new([Resync], [.. Splits, .. Errors],
                                              Resyncing,  Paired,         CopyKind.Delta, "the differential is copied", RestResync)
            { Warnings = [SvolOverwritten] },
        new([SwapResync], [.. Splits], Resyncing, Paired, CopyKind.Delta, "the differential is copied", RestResync.Field)
            { Swaps = true, Warnings = [PvolOverwritten] },
        new([SwapResync], [TakenOver],        Resyncing,  Paired,         CopyKind.Delta, "the differential is copied", RestResync)
            { Swaps = true, Warnings = [PvolOverwritten] },
        new([TakeoverAuto], [Paired],         Resyncing,  Paired,         CopyKind.Delta, "the differential is copied", CciTakeover)
            { Swaps = true, WithoutPaths = WithoutPaths.TakesOver },
        new([TakeoverAuto], [.. Splits, .. Errors],
                                              null,       TakenOver,      CopyKind.None,  "seconds", CciTakeover)
            { WithoutPaths = WithoutPaths.TakesOver },
        new([TakeoverForce], [Paired, .. Splits, .. Errors],
                                              null,       TakenOver,      CopyKind.None,  "seconds", RestTakeover.Field)
            { WithoutPaths = WithoutPaths.TakesOver },
        new([Delete], [InitialCopy, Paired, Resyncing], Deleting, Simplex, CopyKind.None, "seconds", RestRemoteStatus)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = [DeletedUnsplit] },
        new([Delete], [.. Splits, .. Errors, DeletedAtSvol, TakenOver, TakenOverUnseen],
                                              Deleting,   Simplex,        CopyKind.None,  "seconds", RestRemoteStatus)
            { WithoutPaths = WithoutPaths.Unclear },
        new([DeleteAtSvol], [InitialCopy, Paired, .. Splits, Resyncing, .. Errors, TakenOver, TakenOverUnseen],
                                              null,       DeletedAtSvol,  CopyKind.None,  "seconds", TcStatus)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = [DeleteAgain] },
    ];

    private static readonly IReadOnlyList<MoveRow> Moves =
    [
        new(InitialCopy, [Paired]),
        new(Resyncing,   [Paired]),
        new(Deleting,    [Simplex]),
    ];

    private static readonly IReadOnlyList<EventRow> Events =
    [
        new(PairEvent.PathsLost,  [Paired], SuspendedUnseenFenced, TcFence) { Fences = [FenceLevel.Data, FenceLevel.Status] },
        new(PairEvent.PathsLost,  [Paired], SuspendedUnseen, TcFence) { Fences = [FenceLevel.Never] },
        new(PairEvent.PathsLost,  [InitialCopy, Resyncing], SuspendedUnseenFenced, TcFence.Derived)
            { Fences = [FenceLevel.Data, FenceLevel.Status], Shown = (PSUE, COPY) },
        new(PairEvent.PathsLost,  [InitialCopy, Resyncing], SuspendedUnseen, TcStatus.Derived)
            { Fences = [FenceLevel.Never], Shown = (PSUE, COPY) },
        new(PairEvent.PairFault,  [Paired, InitialCopy, Resyncing], SuspendedFenced, TcFence) { Fences = [FenceLevel.Data] },
        new(PairEvent.PairFault,  [Paired, InitialCopy, Resyncing], Suspended, TcStatus) { Fences = [FenceLevel.Never, FenceLevel.Status] },
        new(PairEvent.SvolFault,  [Paired, InitialCopy, Resyncing], SuspendedFenced, TcFence) { Fences = [FenceLevel.Data] },
        new(PairEvent.SvolFault,  [Paired, InitialCopy, Resyncing], SuspendedBySvol, TcStatus)
            { Fences = [FenceLevel.Never, FenceLevel.Status] },
    ];

    public static TechnologyTable Table { get; } = new(
        Technology.TrueCopy, Conditions,
        [Create, CreateNoCopy, Split, SplitReadWrite, SplitProtect, SplitSsws, SplitPsus, Resync, SwapResync, TakeoverAuto, TakeoverForce,
            Delete, DeleteAtSvol],
        Acceptance, Notes, Transitions, Moves, Events);
}
