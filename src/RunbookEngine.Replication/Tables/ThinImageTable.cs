using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using static RunbookEngine.Replication.Operations.OperationForm;
using static RunbookEngine.Replication.States.PairCondition;
using static RunbookEngine.Replication.Tables.Sources;
using static RunbookEngine.Replication.Vocabulary.HostAccess;
using static RunbookEngine.Replication.Vocabulary.PairStatus;

namespace RunbookEngine.Replication.Tables;

/// <summary>Thin Image: snapshots in a pool. A snapshot has one status; the rows show it on both sides, and SSUS where a tool
/// names the S-VOL's side of PSUS so.</summary>
internal static class ThinImageTable
{
    private static readonly IReadOnlyList<ConditionRow> Conditions =
    [
        //  condition      P     S     P-VOL      S-VOL      shown as
        new(Simplex,       SMPL, SMPL, ReadWrite, ReadWrite, "SMPL",                              RestTiStatus),
        new(InitialCopy,   COPY, COPY, ReadWrite, None,      "COPY: being created",               RestTiStatus),
        new(Paired,        PAIR, PAIR, ReadWrite, None,      "PAIR: no snapshot stored",          RestTiStatus),
        new(PairedFilling, PFUL, PFUL, ReadWrite, None,      "PFUL: as PAIR, pool above threshold", RestTiStatus),
        new(SplitDone,     PSUS, PSUS, ReadWrite, ReadWrite, "PSUS: snapshot stored",             RestTiStatus),
        new(SplitDone,     PSUS, SSUS, ReadWrite, ReadWrite, "PSUS: snapshot stored",             RestTiStatus),
        new(SplitFilling,  PFUS, PFUS, ReadWrite, ReadWrite, "PFUS: as PSUS, pool above threshold", RestTiStatus),
        new(SplitFilling,  PFUS, SSUS, ReadWrite, ReadWrite, "PFUS: as PSUS, pool above threshold", RestTiStatus),
        new(Restoring,     RCPY, RCPY, ReadWrite, None,      "RCPY: restored data served on demand", RestTiStatus),
        new(Suspended,     PSUE, PSUE, ReadWrite, None,      "PSUE: snapshot data lost",          RestTiStatus),
        new(Cloning,       PSUP, PSUP, ReadWrite, ReadWrite, "PSUP: being split as a clone",      RestTiStatus),
        new(Cloning,       PSUP, SSUP, ReadWrite, ReadWrite, "PSUP: being split as a clone",      RestTiStatus),
        new(Cloning,       CPYP, CPYP, ReadWrite, None,      "CPYP: clone copy",                  RestTiStatus.Field),
        new(Deleting,      SMPP, SMPP, ReadWrite, None,      "SMPP: differential data being released", RestTiStatus),
    ];

    private static readonly IReadOnlyList<AcceptanceRow> Acceptance =
    [
        //                 create     split  resync     restore    clone  delete
        //                 -   auto          -   auto   -   auto
        new(Simplex,       "Y   Y     N1     N1  N1     N1  N1     N1     -2"),
        new(InitialCopy,   "N3  N3    N4     -5  -5     -6  -6     N7     N8"),
        new(Paired,        "N3  N3    Y      -5  -5     -6  -6     Y      Y"),
        new(PairedFilling, "N3  N3    Y      -5  -5     -6  -6     Y      Y"),
        new(SplitDone,     "N3  N3    -9     Y   Y      Y   Y      N7     Y"),
        new(SplitFilling,  "N3  N3    -9     Y   Y      Y   Y      N7     Y"),
        new(Restoring,     "N3  N3    N4     -5  -5     -6  -6     N7     N8"),
        new(Suspended,     "N3  N3    N10    Y   Y      N10 N10    N7     Y"),
        new(Cloning,       "N3  N3    N11    N11 N11    N11 N11    N11    N11"),
        new(Deleting,      "N12 N12   N12    N12 N12    N12 N12    N12    -13"),
    ];

    private static readonly IReadOnlyList<Note> Notes =
    [
        new(1, "there is no pair", TiCommands),
        new(2, "there is no pair to delete", TiCommands),
        new(3, "the pair exists: its mirror unit is in use (CCI answers success in COPY, PAIR and RCPY and does nothing)", TiCommands.Derived),
        new(4, "no snapshot can be stored while the pair is in COPY or RCPY", TiCommands),
        new(5, "no snapshot is stored, so there is nothing to discard: answered as success and nothing is done", TiCommands),
        new(6, "no snapshot is stored, so there is nothing to restore: answered as success and nothing is done", TiCommands),
        new(7, "a clone starts from a clone-attribute pair in PAIR", RestTiClone.Derived),
        new(8, "a pair in COPY or RCPY cannot be deleted (the REST guide of some models allows it in any status)", TiCommands),
        new(9, "a snapshot is stored already: answered as success, and the old snapshot stays", TiCommands),
        new(10, "the pair is suspended by a failure (PSUE) and its snapshot data is lost", TiCommands),
        new(11, "the clone copy runs; the pair vanishes when it is done", RestTiClone.Derived),
        new(12, "the pair is being deleted", RestTiStatus),
        new(13, "the pair is being deleted already", RestTiStatus),
    ];

    private const string Discards = "the stored snapshot is discarded";
    private const string Overwrites = "overwrites the P-VOL with the snapshot's data";

    private static readonly IReadOnlyList<TransitionRow> Transitions =
    [
        //  operation, from                                        on the way   end        copy            ends when
        new([Create], [Simplex],                                   InitialCopy, Paired,    CopyKind.None,  "seconds", RestTiCreate),
        new([CreateAutoSplit], [Simplex],                          InitialCopy, SplitDone, CopyKind.None,  "seconds", RestTiCreate),
        new([Split], [Paired],                                     null,        SplitDone, CopyKind.None,  "seconds", TiCommands),
        new([Split], [PairedFilling],                              null,     SplitFilling, CopyKind.None,  "seconds", TiCommands),
        new([Resync], [SplitDone],                                 null,        Paired,    CopyKind.None,  "seconds", TiCommands) { Warnings = [Discards] },
        new([Resync], [SplitFilling],                              null,    PairedFilling, CopyKind.None,  "seconds", TiCommands) { Warnings = [Discards] },
        new([Resync], [Suspended],                                 null,        Paired,    CopyKind.None,  "seconds", TiCommands),
        new([ResyncAutoSplit], [SplitDone],                        null,        SplitDone, CopyKind.None,  "seconds", RestTiStatus.Field)
            { Warnings = [Discards + " and a new one is stored"] },
        new([ResyncAutoSplit], [SplitFilling],                     null,     SplitFilling, CopyKind.None,  "seconds", RestTiStatus.Field)
            { Warnings = [Discards + " and a new one is stored"] },
        new([ResyncAutoSplit], [Suspended],                        null,        SplitDone, CopyKind.None,  "seconds", TiCommands.Derived),
        new([Restore], [SplitDone],                                Restoring,   Paired,    CopyKind.Delta, "the snapshot's data is back", TiCommands)
            { Warnings = [Overwrites] },
        new([Restore], [SplitFilling],                             Restoring, PairedFilling, CopyKind.Delta, "the snapshot's data is back", TiCommands)
            { Warnings = [Overwrites] },
        new([RestoreAutoSplit], [SplitDone],                       Restoring,   SplitDone, CopyKind.Delta, "the snapshot's data is back", RestTiStatus.Field)
            { Warnings = [Overwrites] },
        new([RestoreAutoSplit], [SplitFilling],                    Restoring, SplitFilling, CopyKind.Delta, "the snapshot's data is back", RestTiStatus.Field)
            { Warnings = [Overwrites] },
        new([Clone], [Paired, PairedFilling],                      Cloning,     Simplex,   CopyKind.Full,  "everything is copied", RestTiClone)
            { Warnings = ["only for a pair created as a clone", "the pair vanishes at the end; the S-VOL stays as a volume of its own"] },
        new([Delete], [Paired, PairedFilling, SplitDone, SplitFilling, Suspended],
                                                                   Deleting,    Simplex,   CopyKind.None,  "seconds", TiCommands)
            { Warnings = ["snapshot data is deleted with the pair"] },
    ];

    private static readonly IReadOnlyList<MoveRow> Moves =
    [
        new(InitialCopy,   [Paired, SplitDone]),
        new(Restoring,     [Paired, SplitDone, PairedFilling, SplitFilling]),
        new(Cloning,       [Simplex]),
        new(Deleting,      [Simplex]),
    ];

    private static readonly IReadOnlyList<EventRow> Events =
    [
        new(PairEvent.ThresholdPassed, [Paired], PairedFilling, RestTiStatus),
        new(PairEvent.ThresholdPassed, [SplitDone], SplitFilling, RestTiStatus),
        new(PairEvent.ThresholdLeft,   [PairedFilling], Paired, RestTiStatus),
        new(PairEvent.ThresholdLeft,   [SplitFilling], SplitDone, RestTiStatus),
        new(PairEvent.Full,            [InitialCopy, SplitDone, SplitFilling, Restoring], Suspended, RestTiStatus),
        new(PairEvent.Full,            [Paired], PairedFilling, RestTiStatus.Derived),
        new(PairEvent.PairFault,       [InitialCopy, Paired, PairedFilling, SplitDone, SplitFilling, Restoring], Suspended, RestTiStatus),
    ];

    public static TechnologyTable Table { get; } = new(
        Technology.ThinImage, Conditions,
        [Create, CreateAutoSplit, Split, Resync, ResyncAutoSplit, Restore, RestoreAutoSplit, Clone, Delete],
        Acceptance, Notes, Transitions, Moves, Events);
}
