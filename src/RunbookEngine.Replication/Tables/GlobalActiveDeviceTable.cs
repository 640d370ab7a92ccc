using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using static RunbookEngine.Replication.Operations.OperationForm;
using static RunbookEngine.Replication.States.PairCondition;
using static RunbookEngine.Replication.Tables.Sources;
using static RunbookEngine.Replication.Vocabulary.HostAccess;
using static RunbookEngine.Replication.Vocabulary.IoMode;
using static RunbookEngine.Replication.Vocabulary.PairStatus;

namespace RunbookEngine.Replication.Tables;

/// <summary>global-active device: both volumes serve hosts as one, with a quorum disk to decide after a failure.</summary>
internal static class GlobalActiveDeviceTable
{
    private static readonly IReadOnlyList<ConditionRow> Conditions =
    [
        //  condition        P     S     P-VOL      S-VOL      shown as
        new(Simplex,         SMPL, SMPL, ReadWrite, ReadWrite, "Simplex",                    GadStatus),
        new(Queued,          INIT, INIT, ReadWrite, None,      "Mirroring, in the copy queue", GadStatus) { Modes = (Mirror, Block) },
        new(InitialCopy,     COPY, COPY, ReadWrite, None,      "Mirroring, initial",         GadStatus) { Modes = (Mirror, Block) },
        new(Paired,          PAIR, PAIR, ReadWrite, ReadWrite, "Mirrored",                   GadStatus) { Modes = (Mirror, Mirror) },
        new(PairedSvolBlocked, PAIR, PAIR, ReadWrite, None,    "Mirrored, S-VOL blocked",    GadQuorum) { Modes = (Mirror, Block), OnlyWithMode = true },
        new(SplitDone,       PSUS, SSUS, ReadWrite, None,      "Suspended, P-VOL serves",    GadStatus) { Modes = (Local, Block) },
        new(Resyncing,       COPY, COPY, ReadWrite, None,      "Mirroring, resync",          GadStatus) { Modes = (Mirror, Block) },
        new(Suspended,       PSUE, PSUE, ReadWrite, None,      "Suspended by failure, P-VOL serves", GadStatus) { Modes = (Local, Block) },
        new(SuspendedUnseen, PSUE, SMPL, ReadWrite, None,      "Suspended by failure, S-VOL gone", GadStatus) { Modes = (Local, Block) },
        new(SuspendedUnseen, PSUE, PAIR, ReadWrite, None,      "Suspended by failure, S-VOL not told", GadStatus) { Modes = (Local, Block) },
        new(TakenOver,       PSUS, SSWS, None,      ReadWrite, "Suspended, S-VOL serves",    GadStatus) { Modes = (Block, Local) },
        new(TakenOverUnseen, PSUE, SSWS, None,      ReadWrite, "Suspended by failure, S-VOL serves", GadStatus) { Modes = (Block, Local) },
        new(TakenOverUnseen, PAIR, SSWS, None,      ReadWrite, "Suspended by failure, S-VOL serves", GadStatus) { Modes = (Block, Local) },
        new(TakenOverUnseen, SMPL, SSWS, None,      ReadWrite, "Suspended by failure, P-VOL gone", GadStatus) { Modes = (Block, Local) },
        new(Blocked,         PSUE, PSUE, None,      None,      "Blocked",                    GadStatus) { Modes = (Block, Block) },
        new(Deleting,        SMPL, SMPL, ReadWrite, None,      "Deleting",                   GadStatus) { OnlyRemembered = true },
    ];

    private static readonly IReadOnlyList<AcceptanceRow> Acceptance =
    [
        //                   create       split          resync takeover    delete
        //                   -   no copy  -   SSWS PSUS  -   swap  auto force  -   at S
        new(Simplex,         "Y   Y       N1  N1   N1    N1  N1    N14  N14    -2  -2"),
        new(Queued,          "N3  N3      Y   N5   N12   -6  N7    N5   N5     N20 N20"),
        new(InitialCopy,     "N3  N3      Y   N5   N12   -6  N7    N5   N5     N20 N20"),
        new(Paired,          "N3  N3      Y   Y    N12   -6  N7    Y    Y      N20 N20"),
        new(PairedSvolBlocked, "N3 N3     Y   Y    N12   -6  N7    Y    Y      N20 N20"),
        new(SplitDone,       "N3  N3      -8  Y    -21   Y   Y     Y    Y      Y   N23"),
        new(Resyncing,       "N3  N3      Y   N5   N12   -6  N7    N5   N5     N20 N20"),
        new(Suspended,       "N3  N3      -9  Y    N12   Y   N7    Y    Y      Y   N23"),
        new(SuspendedUnseen, "N3  N3      -9  Y    N12   Y   N7    Y    Y      Y   N23"),
        new(TakenOver,       "N3  N3      -10 -10  Y     N11 Y     -10  -10    N24 Y"),
        new(TakenOverUnseen, "N3  N3      Y   -10  N15   N11 Y     -10  -10    N24 Y"),
        new(Blocked,         "N3  N3      -9  N22  N12   N22 N7    N22  N22    N25 N25"),
        new(Deleting,        "N16 N16     N16 N16  N16   N16 N16   N16  N16    N16 N16"),
    ];

    private static readonly IReadOnlyList<Note> Notes =
    [
        .. RemoteNotes.Notes.Where(n => n.Number != 12),
        new(12, "svolOperationMode PSUS leaves SSWS, and the S-VOL is not in SSWS", RestGadWorkflow.Derived),
        new(20, "a global-active device pair can be deleted only when it is suspended: split it first", RestGadWorkflow),
        new(21, "the S-VOL is a plain suspended S-VOL already (SSUS)", RestGadWorkflow.Derived),
        new(22, "several failures blocked both volumes: which side has the data that counts must be found out first", RestGadStatus.Derived),
        new(23, "the P-VOL goes on (Local): the pair is deleted at its array", GadDelete),
        new(24, "the S-VOL goes on (SSWS, Local): the pair is deleted at its array", GadDelete),
        new(25, "both volumes are blocked: the pair goes by forced deletion alone", GadDelete),
    ];

    private const string PvolStops = "hosts can use the S-VOL only: the P-VOL serves no I/O until a swap resync";
    private const string SvolStops = "hosts can use the P-VOL only: the S-VOL serves no I/O until a resync";

    private static readonly IReadOnlyList<TransitionRow> Transitions =
    [
        //  operation, from                         on the way   end        copy            ends when
        new([Create], [Simplex],                    InitialCopy, Paired,    CopyKind.Full,  "all allocated data is copied", RestGadWorkflow),
        new([CreateNoCopy], [Simplex],              null,        Paired,    CopyKind.None,  "at once", RestGadWorkflow) { Warnings = [RemoteNotes.Identical] },
        new([Split], [Paired, PairedSvolBlocked],   null,        SplitDone, CopyKind.None,  "seconds", GadOperations)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = [SvolStops] },
        new([Split], [Queued, InitialCopy, Resyncing], null,     SplitDone, CopyKind.None,  "seconds", GadOperations.Derived)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = [RemoteNotes.Incomplete] },
        new([Split], [TakenOverUnseen],             null,        TakenOver, CopyKind.None,  "seconds", CciTakeover.Field)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = ["only tells the P-VOL of the takeover; the S-VOL stays in SSWS"] },
        new([SplitSsws], [Paired, PairedSvolBlocked], null,      TakenOver, CopyKind.None,  "seconds", GadOperations)
            { WithoutPaths = WithoutPaths.TakesOver, Warnings = [PvolStops] },
        new([SplitSsws], [SplitDone, Suspended, SuspendedUnseen], null, TakenOver, CopyKind.None, "seconds", CciTakeover.Derived)
            { WithoutPaths = WithoutPaths.TakesOver, Warnings = [PvolStops] },
        new([SplitPsus], [TakenOver],               null,        SplitDone, CopyKind.None,  "seconds", RestGadWorkflow.Field)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = ["gives up what was written to the S-VOL since it was taken over"] },
        new([Resync], [SplitDone, Suspended, SuspendedUnseen], Resyncing, Paired, CopyKind.Delta, "the differential is copied", GadOperations),
        new([SwapResync], [TakenOver, TakenOverUnseen], Resyncing,   Paired,    CopyKind.Delta, "the differential is copied", GadOperations)
            { Swaps = true },
        new([SwapResync], [SplitDone],              Resyncing,   Paired,    CopyKind.Delta, "the differential is copied", GadOperations.Unconfirmed)
            { Swaps = true, Warnings = [RemoteNotes.PvolOverwritten] },
        new([TakeoverAuto], [Paired, PairedSvolBlocked], Resyncing, Paired,   CopyKind.Delta, "the differential is copied", CciTakeover.Derived)
            { Swaps = true, WithoutPaths = WithoutPaths.TakesOver },
        new([TakeoverAuto], [SplitDone, Suspended, SuspendedUnseen], null, TakenOver, CopyKind.None, "seconds", CciTakeover.Derived)
            { WithoutPaths = WithoutPaths.TakesOver, Warnings = [PvolStops] },
        new([TakeoverForce], [Paired, PairedSvolBlocked, SplitDone, Suspended, SuspendedUnseen], null, TakenOver, CopyKind.None, "seconds", RestTakeover.Derived)
            { WithoutPaths = WithoutPaths.TakesOver, Warnings = [PvolStops] },
        new([Delete], [SplitDone, Suspended, SuspendedUnseen],
                                                    Deleting,    Simplex,   CopyKind.None,  "seconds", GadDelete)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = ["the S-VOL loses its virtual LDEV id and gets the reserve attribute"] },
        new([DeleteAtSvol], [TakenOver, TakenOverUnseen],
                                                    Deleting,    Simplex,   CopyKind.None,  "seconds", GadDelete)
            { WithoutPaths = WithoutPaths.Unclear, Warnings = ["the P-VOL loses its virtual LDEV id and gets the reserve attribute: create again from this side"] },
    ];

    private static readonly IReadOnlyList<MoveRow> Moves =
    [
        new(Queued,      [InitialCopy]),
        new(InitialCopy, [Paired]),
        new(Resyncing,   [Paired]),
        new(Deleting,    [Simplex]),
    ];

    private static readonly IReadOnlyList<EventRow> Events =
    [
        new(PairEvent.PathsLost,     [Queued, InitialCopy, Paired, PairedSvolBlocked, Resyncing], Suspended, GadStoppage),
        new(PairEvent.PathsLostSvolFirst, [Paired], TakenOverUnseen, GadStoppage) { QuorumUp = true, Shown = (PSUE, SSWS) },
        new(PairEvent.PathsLostSvolFirst, [Queued, InitialCopy, Paired, PairedSvolBlocked, Resyncing], Suspended, GadStoppage.Derived),
        new(PairEvent.QuorumLostInNewCopy, [Queued, InitialCopy, Resyncing], Suspended, GadQuorum),
        new(PairEvent.QuorumBack,    [PairedSvolBlocked], Paired, GadQuorum.Derived),
        new(PairEvent.PairFault,     [Queued, InitialCopy, Paired, PairedSvolBlocked, Resyncing], Suspended, GadStatus),
        new(PairEvent.SvolFault,     [Queued, InitialCopy, Paired, PairedSvolBlocked, Resyncing], Suspended, GadStatus),
        new(PairEvent.PvolArrayLost, [Paired], TakenOverUnseen, GadStatus) { QuorumUp = true },
        new(PairEvent.PvolArrayLost, [Paired, PairedSvolBlocked], Blocked, GadSiteAndQuorum),
        new(PairEvent.PvolArrayLost, [Queued, InitialCopy, Resyncing, Suspended, SuspendedUnseen], Blocked, GadStatus.Derived),
    ];

    public static TechnologyTable Table { get; } = new(
        Technology.GlobalActiveDevice, Conditions,
        [Create, CreateNoCopy, Split, SplitSsws, SplitPsus, Resync, SwapResync, TakeoverAuto, TakeoverForce, Delete, DeleteAtSvol],
        Acceptance, Notes, Transitions, Moves, Events);
}
