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

/// <summary>Universal Replicator: asynchronous copies between two arrays, through journals.</summary>
internal static class UniversalReplicatorTable
{
    private static readonly IReadOnlyList<ConditionRow> Conditions =
    [
        //  condition        P     S     P-VOL      S-VOL      shown as
        new(Simplex,         SMPL, SMPL, ReadWrite, ReadWrite, "SMPL",                 CciStatus),
        new(InitialCopy,     COPY, COPY, ReadWrite, Read,      "COPY, initial",        CciStatus),
        new(InitialCopy,     PFUL, PFUL, ReadWrite, Read,      "COPY, journal above 80 %", CciStatus) { OnlyRemembered = true },
        new(Paired,          PAIR, PAIR, ReadWrite, Read,      "PAIR",                 CciStatus),
        new(PairedFilling,   PFUL, PFUL, ReadWrite, Read,      "PAIR, journal above 80 %", CciStatus),
        new(PairedFilling,   PFUL, PAIR, ReadWrite, Read,      "PAIR, journal above 80 %", CciStatus),
        new(PairedFilling,   PAIR, PFUL, ReadWrite, Read,      "PAIR, journal above 80 %", CciStatus),
        new(Draining,        PAIR, PAIR, ReadWrite, Read,      "Suspending",           CciStatus) { OnlyRemembered = true },
        new(SplitDone,       PSUS, SSUS, ReadWrite, Read,      "PSUS",                 CciStatus),
        new(SplitWritable,   PSUS, SSUS, ReadWrite, ReadWrite, "PSUS, S-VOL rw",       CciStatus),
        new(Resyncing,       COPY, COPY, ReadWrite, Read,      "COPY, resync",         CciStatus),
        new(Resyncing,       PFUL, PFUL, ReadWrite, Read,      "COPY, journal above 80 %", CciStatus) { OnlyRemembered = true },
        new(SuspendedFull,   PFUS, PFUS, ReadWrite, Read,      "PSUS, JNL cache overflow", CciStatus),
        new(SuspendedFull,   PFUS, SSUS, ReadWrite, Read,      "PSUS, JNL cache overflow", CciStatus),
        new(Suspended,       PSUE, PSUE, ReadWrite, Read,      "PSUE",                 CciStatus),
        new(Suspended,       PSUE, SSUS, ReadWrite, Read,      "PSUE",                 CciStatus),
        new(SuspendedUnseen, PSUE, PAIR, ReadWrite, Read,      "PSUE, S-VOL not told", CciStatus),
        new(SuspendedBySvol, PSUS, PSUE, ReadWrite, Read,      "PSUS by RCU",          CciStatus),
        new(DeletedAtSvol,   PSUS, SMPL, ReadWrite, ReadWrite, "PSUS, delete pair to RCU", UrStatus),
        new(TakenOver,       PSUS, SSWS, Read,      ReadWrite, "SSWS",                 CciStatus),
        new(TakenOverUnseen, PAIR, SSWS, ReadWrite, ReadWrite, "SSWS, P-VOL not told", CciTakeover.Derived),
        new(TakenOverUnseen, PFUL, SSWS, ReadWrite, ReadWrite, "SSWS, P-VOL not told", CciTakeover.Derived),
        new(TakenOverUnseen, PFUS, SSWS, ReadWrite, ReadWrite, "SSWS, P-VOL not told", CciTakeover.Derived),
        new(TakenOverUnseen, PSUE, SSWS, ReadWrite, ReadWrite, "SSWS, P-VOL not told", CciTakeover.Derived),
        new(TakenOverUnseen, PSUS, SSWS, ReadWrite, ReadWrite, "SSWS, P-VOL not told", CciTakeover.Derived) { OnlyRemembered = true },
        new(Standby,         PSUS, SSUS, ReadWrite, None,      "HOLD",                 UrDelta) { Delta = DeltaStatus.Hold },
        new(StandbyHolding,  PSUS, SSUS, ReadWrite, None,      "HOLDING",              UrDelta) { Delta = DeltaStatus.Holding },
        new(StandbyBroken,   PSUE, PSUE, ReadWrite, None,      "HLDE",                 UrDelta) { Delta = DeltaStatus.Broken },
        new(Deleting,        SMPL, SMPL, ReadWrite, Read,      "Deleting",             CciStatus) { OnlyRemembered = true },
    ];

    private static readonly IReadOnlyList<AcceptanceRow> Acceptance =
    [
        //                   create               split                                resync takeover    delete
        //                   -   no copy standby  -    rw   stop stop-rw SSWS PSUS    -    swap  auto force  -    at S
        new(Simplex,         "Y   Y      Y        N1   N1   N1   N1      N1   N1      N1   N1    N14  N14    -2   -2"),
        new(InitialCopy,     "N3  N3     N3       Y    Y    N4   N4      N5   N12     -6   N7    N5   N5     Y    Y"),
        new(Paired,          "N3  N3     N3       Y    Y    Y    Y       Y    N12     -6   N7    Y    Y      Y    Y"),
        new(PairedFilling,   "N3  N3     N3       Y    Y    Y    Y       Y    N12     -6   N7    Y    Y      Y    Y"),
        new(Draining,        "N3  N3     N3       -18  -18  -18  -18     Y    N12     -6   N7    Y    Y      Y    Y"),
        new(SplitDone,       "N3  N3     N3       -8   -8   -8   -8      Y    N12     Y    Y     Y    Y      Y    Y"),
        new(SplitWritable,   "N3  N3     N3       -8   -8   -8   -8      Y    N12     Y    Y     Y    Y      Y    Y"),
        new(Resyncing,       "N3  N3     N3       Y    Y    N4   N4      N5   N12     -6   N7    N5   N5     Y    Y"),
        new(SuspendedFull,   "N3  N3     N3       -17  -17  -17  -17     Y    N12     Y    N7    Y    Y      Y    Y"),
        new(Suspended,       "N3  N3     N3       -9   -9   -9   -9      Y    N12     Y    N7    Y    Y      Y    Y"),
        new(SuspendedUnseen, "N3  N3     N3       -9   -9   -9   -9      Y    N12     Y    N7    Y    Y      Y    Y"),
        new(SuspendedBySvol, "N3  N3     N3       -8   -8   -8   -8      Y    N12     Y    N7    Y    Y      Y    Y"),
        new(DeletedAtSvol,   "N3  N3     N3       -8   -8   -8   -8      N14  N12     N13  N13   N14  N14    Y    -2"),
        new(TakenOver,       "N3  N3     N3       -10  -10  -10  -10     -10  N12     N11  Y     -10  -10    Y    Y"),
        new(TakenOverUnseen, "N3  N3     N3       Y    Y    Y    Y       -10  N12     N11  N15   -10  -10    Y    Y"),
        new(Standby,         "N3  N3     N3       -8   -8   -8   -8      N19  N12     Y    N19   N19  N19    Y    Y"),
        new(StandbyHolding,  "N3  N3     N3       -8   -8   -8   -8      N19  N12     N26  N19   N19  N19    Y    Y"),
        new(StandbyBroken,   "N3  N3     N3       -9   -9   -9   -9      N19  N12     Y    N19   N19  N19    Y    Y"),
        new(Deleting,        "N16 N16    N16      N16  N16  N16  N16     N16  N16     N16  N16   N16  N16    N16  N16"),
    ];

    private const string DeltaNeeds = "the delta resync needs the TrueCopy or global-active device S-VOL in SSWS and the other mirror's S-VOL in PAIR, PSUS or PSUE";
    private const string Stale = "the journal is not drained: the S-VOL stays at an older point, and the next resync copies more";

    private static readonly IReadOnlyList<PairCondition> Splits = [SplitDone, SplitWritable];

    private static readonly IReadOnlyList<PairCondition> Errors =
        [SuspendedFull, Suspended, SuspendedUnseen, SuspendedBySvol];

    private static readonly IReadOnlyList<TransitionRow> Transitions =
    [
        //  operation, from                                 on the way   end            copy            ends when
        new([Create], [Simplex],                            InitialCopy, Paired,        CopyKind.Full,  "all allocated data is copied", RestCreate),
        new([CreateNoCopy], [Simplex],                      null,        Paired,        CopyKind.None,  "at once", RestCreate) { Warnings = [Identical] },
        new([CreateStandby], [Simplex],                     null,        Standby,       CopyKind.None,  "seconds", UrStatus.Field),
        new([Split], [Paired, PairedFilling],               Draining,    SplitDone,     CopyKind.None,  "the journal is drained", RestSplit)
            { WithoutPaths = WithoutPaths.Unclear },
        new([SplitReadWrite], [Paired, PairedFilling],      Draining,    SplitWritable, CopyKind.None,  "the journal is drained", RestSplit)
            { WithoutPaths = WithoutPaths.Unclear },
        new([SplitStop], [Paired, PairedFilling],           null,        SplitDone,     CopyKind.None,  "at once", RestSplit)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = [Stale] },
        new([SplitStopReadWrite], [Paired, PairedFilling],  null,        SplitWritable, CopyKind.None,  "at once", RestSplit.Derived)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = [Stale] },
        new([Split], [InitialCopy, Resyncing],              null,        SplitDone,     CopyKind.None,  "seconds", CciCommands)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = [Incomplete] },
        new([SplitReadWrite], [InitialCopy, Resyncing],     null,        SplitWritable, CopyKind.None,  "seconds", CciCommands)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = [Incomplete] },
        new([Split, SplitReadWrite, SplitStop, SplitStopReadWrite], [TakenOverUnseen],
                                                            null,        TakenOver,     CopyKind.None,  "seconds", CciTakeover.Field)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = ["only tells the P-VOL of the takeover; the S-VOL stays in SSWS"] },
        new([SplitSsws, TakeoverForce], [Paired, PairedFilling, Draining, .. Splits, .. Errors],
                                                            null,        TakenOver,     CopyKind.None,  "the restore journal is applied", RestSplit)
            { WithoutPaths = WithoutPaths.TakesOver },
        new([TakeoverAuto], [Paired, PairedFilling, Draining], Resyncing, Paired,       CopyKind.Delta, "the differential is copied", CciTakeover)
            { Swaps = true, WithoutPaths = WithoutPaths.TakesOver },
        new([TakeoverAuto], [.. Splits, .. Errors],
                                                            null,        TakenOver,     CopyKind.None,  "the restore journal is applied", CciTakeover)
            { WithoutPaths = WithoutPaths.TakesOver },
        new([Resync], [.. Splits, .. Errors],
                                                            Resyncing,   Paired,        CopyKind.Delta, "the differential is copied", RestResync)
            { Warnings = [SvolOverwritten] },
        new([Resync], [Standby],                            Resyncing,   Paired,        CopyKind.Delta, "the delta resync is done", UrDelta)
            { Warnings = [DeltaNeeds] },
        new([Resync], [StandbyBroken],                      null,        Standby,       CopyKind.None,  "seconds", UrDelta)
            { Warnings = ["only stands by again (HOLD); a delta resync after that may copy everything"] },
        new([SwapResync], [.. Splits],       Resyncing,   Paired,        CopyKind.Delta, "the differential is copied", RestResync.Field)
            { Swaps = true, Warnings = [PvolOverwritten] },
        new([SwapResync], [TakenOver],                      Resyncing,   Paired,        CopyKind.Delta, "the differential is copied", RestResync)
            { Swaps = true, Warnings = [PvolOverwritten] },
        new([Delete], [InitialCopy, Paired, PairedFilling, Draining, Resyncing],
                                                            Deleting,    Simplex,       CopyKind.None,  "seconds", RestRemoteStatus)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = [DeletedUnsplit] },
        new([Delete], [.. Splits, .. Errors, DeletedAtSvol, TakenOver,
                       TakenOverUnseen, Standby, StandbyHolding, StandbyBroken],
                                                            Deleting,    Simplex,       CopyKind.None,  "seconds", RestRemoteStatus)
            { WithoutPaths = WithoutPaths.Unclear },
        new([DeleteAtSvol], [InitialCopy, Paired, PairedFilling, Draining, .. Splits, Resyncing, .. Errors, TakenOver, TakenOverUnseen, Standby, StandbyHolding, StandbyBroken],
                                                            null,        DeletedAtSvol, CopyKind.None,  "seconds", UrStatus)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = [DeleteAgain] },
    ];

    private static readonly IReadOnlyList<MoveRow> Moves =
    [
        new(InitialCopy,   [Paired]),
        new(PairedFilling, [Paired]),
        new(Draining,      [SplitDone, SplitWritable]),
        new(Resyncing,     [Paired]),
        new(Deleting,      [Simplex]),
    ];

    private static readonly IReadOnlyList<EventRow> Events =
    [
        new(PairEvent.PathsLost,       [InitialCopy, Paired, PairedFilling, Draining, Resyncing], Suspended, UrStatus),
        new(PairEvent.ThresholdPassed, [Paired], PairedFilling, CciStatus),
        new(PairEvent.ThresholdPassed, [InitialCopy], InitialCopy, CciStatus) { Shown = (PFUL, PFUL) },
        new(PairEvent.ThresholdPassed, [Resyncing], Resyncing, CciStatus) { Shown = (PFUL, PFUL) },
        new(PairEvent.ThresholdLeft,   [PairedFilling], Paired, CciStatus),
        new(PairEvent.ThresholdLeft,   [InitialCopy], InitialCopy, CciStatus),
        new(PairEvent.ThresholdLeft,   [Resyncing], Resyncing, CciStatus),
        new(PairEvent.Full,            [PairedFilling, InitialCopy, Resyncing], SuspendedFull, CciStatus),
        new(PairEvent.PairFault,       [InitialCopy, Paired, PairedFilling, Draining, Resyncing], Suspended, UrStatus),
        new(PairEvent.SvolFault,       [InitialCopy, Paired, PairedFilling, Draining, Resyncing], SuspendedBySvol, UrStatus),
        new(PairEvent.PairFault,       [Standby, StandbyHolding], StandbyBroken, UrDelta),
        new(PairEvent.StandbyLosesJournal, [Standby], StandbyHolding, UrDelta),
        new(PairEvent.StandbyHasJournal,   [StandbyHolding], Standby, UrDelta),
    ];

    public static TechnologyTable Table { get; } = new(
        Technology.UniversalReplicator, Conditions,
        [Create, CreateNoCopy, CreateStandby, Split, SplitReadWrite, SplitStop, SplitStopReadWrite, SplitSsws, SplitPsus, Resync, SwapResync,
            TakeoverAuto, TakeoverForce, Delete, DeleteAtSvol],
        Acceptance, Notes, Transitions, Moves, Events);
}
