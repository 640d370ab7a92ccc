using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using static RunbookEngine.Replication.Operations.OperationForm;
using static RunbookEngine.Replication.States.PairCondition;
using static RunbookEngine.Replication.Tables.Sources;
using static RunbookEngine.Replication.Vocabulary.HostAccess;
using static RunbookEngine.Replication.Vocabulary.PairStatus;

namespace RunbookEngine.Replication.Tables;

/// <summary>ShadowImage: copies inside one array.</summary>
internal static class ShadowImageTable
{
    //  condition            P     S     P-VOL      S-VOL      shown as
    private static readonly IReadOnlyList<ConditionRow> Conditions =
    [
        new(Simplex,            SMPL, SMPL, ReadWrite, ReadWrite, "SMPL",                     RestSiStatus),
        new(InitialCopy,        COPY, COPY, ReadWrite, Read,      "COPY(PD)",                 RestSiStatus),
        new(InitialCopyToSplit, COPY, COPY, ReadWrite, Read,      "COPY(PD), splits at end",  RestSiStatus),
        new(Paired,             PAIR, PAIR, ReadWrite, Read,      "PAIR",                     RestSiStatus),
        new(SteadySplit,        COPY, COPY, ReadWrite, Read,      "COPY(SP)",                 RestSiStatus),
        new(QuickSplit,         PSUS, COPY, ReadWrite, ReadWrite, "PSUS(SP)",                 RestSiStatus),
        new(SplitDone,          PSUS, SSUS, ReadWrite, ReadWrite, "PSUS",                     RestSiStatus),
        new(Resyncing,          COPY, COPY, ReadWrite, Read,      "COPY(RS)",                 RestSiStatus),
        new(Restoring,          RCPY, RCPY, None,      Read,      "COPY(RS-R)",               RestSiStatus),
        new(QuickRestoring,     RCPY, RCPY, None,      None,      "COPY(RS-R), quick",        RestSiStatus),
        new(Suspended,          PSUE, PSUE, ReadWrite, Read,      "PSUE",                     RestSiStatus),
        new(Deleting,           SMPL, SMPL, None,      None,      "SMPL(PD)",                 RestSiStatus) { OnlyRemembered = true },
    ];

    private static readonly IReadOnlyList<AcceptanceRow> Acceptance =
    [
        //                        create       split     force    resync    restore   delete
        //                        -  auto qck  -    qck  suspend  -    qck  -    qck
        new(Simplex,             "Y  Y    Y    N1   N1   N1       N1   N1   N1   N1   -2"),
        new(InitialCopy,         "N3 N3   N3   Y    Y    Y        -4   -4   N5   N5   Y"),
        new(InitialCopyToSplit,  "N3 N3   N3   N6   N6   Y        -4   -4   N5   N5   Y"),
        new(Paired,              "N3 N3   N3   Y    Y    Y        -4   -4   N5   N5   Y"),
        new(SteadySplit,         "N3 N3   N3   N6   N6   Y        -4   -4   N5   N5   Y"),
        new(QuickSplit,          "N3 N3   N3   -7   -7   Y        Y    Y    N5   N5   N8"),
        new(SplitDone,           "N3 N3   N3   -7   -7   Y        Y    Y    Y    Y    Y"),
        new(Resyncing,           "N3 N3   N3   N6   N6   Y        -4   -4   N5   N5   Y"),
        new(Restoring,           "N3 N3   N3   N6   N6   Y        -4   -4   N5   N5   Y"),
        new(QuickRestoring,      "N3 N3   N3   N6   N6   Y        -4   -4   N5   N5   Y"),
        new(Suspended,           "N3 N3   N3   -9   -9   -9       Y    Y    N10  N10  Y"),
        new(Deleting,            "N11 N11 N11  N11  N11  N11      N11  N11  N11  N11  N11"),
    ];

    private static readonly IReadOnlyList<Note> Notes =
    [
        new(1, "there is no pair", CciCommands),
        new(2, "there is no pair to delete", CciCommands),
        new(3, "the pair exists: its name and its volumes are in use (CCI paircreate answers success in COPY, PAIR and RCPY and does nothing)",
            CciCommands.Derived),
        new(4, "a resync sent to a pair in COPY, PAIR or RCPY is answered as success and nothing is done", RestSiStatus),
        new(5, "a restore needs a split pair (PSUS/SSUS)", RestSiRestore),
        new(6, "the pair is copying for another reason than its initial copy", SiTasks),
        new(7, "a split sent to a pair already in PSUS is answered as success and nothing is done; quickMode is not applied", RestSiStatus),
        new(8, "a pair cannot be deleted while the background copy of a quick split runs; wait for SSUS", SiTasks),
        new(9, "the pair is suspended already (PSUE)", CciCommands),
        new(10, "a pair in PSUE keeps no differential, so it cannot be restored from", RestSiRestore),
        new(11, "the pair is being deleted", SiTasks),
    ];

    private const string QuickLoad = "while the background copy runs, reads of the S-VOL are fetched from the P-VOL and slow it down";
    private const string CopiedAgain = "cancels the initial copy that runs and does it again from the start";
    private const string FullLater = "the next resync copies everything";
    private const string Overwrites = "overwrites the P-VOL with the S-VOL's data";
    private const string HalfRestored = "the P-VOL is left part old, part new: treat its data as lost";

    private static readonly IReadOnlyList<TransitionRow> Transitions =
    [
        //  operation, from                             on the way          end        copy           ends when
        new([Create], [Simplex],                        InitialCopy,        Paired,    CopyKind.Full,  "all allocated data is copied", RestSiCreate),
        new([CreateAutoSplit], [Simplex],               InitialCopyToSplit, SplitDone, CopyKind.Full,  "all allocated data is copied", RestSiCreate.Field),
        new([CreateQuickSplit], [Simplex],              QuickSplit,         SplitDone, CopyKind.Full,  "the background copy is done", RestSiCreate.Field),
        new([Split], [Paired],                          SteadySplit,        SplitDone, CopyKind.Delta, "the differential is copied", SiOperations),
        new([Split], [InitialCopy],                     SteadySplit,        SplitDone, CopyKind.Full,  "the initial copy is done again", SiSplit)
            { Warnings = [CopiedAgain] },
        new([SplitQuick], [Paired],                     QuickSplit,         SplitDone, CopyKind.Delta, "the background copy is done", SiOperations)
            { Warnings = [QuickLoad] },
        new([SplitQuick], [InitialCopy],                QuickSplit,         SplitDone, CopyKind.Full,  "the background copy is done", SiOperations)
            { Warnings = [QuickLoad, CopiedAgain] },
        new([ForceSuspend], [InitialCopy, InitialCopyToSplit, Paired, SteadySplit, QuickSplit, SplitDone, Resyncing],
                                                        null,               Suspended, CopyKind.None,  "at once", SiTasks)
            { Warnings = [FullLater] },
        new([ForceSuspend], [Restoring, QuickRestoring], null,              Suspended, CopyKind.None,  "at once", SiTasks)
            { Warnings = [FullLater, HalfRestored] },
        new([Resync], [QuickSplit, SplitDone],          Resyncing,          Paired,    CopyKind.Delta, "the differential is copied", SiOperations),
        new([ResyncQuick], [QuickSplit, SplitDone],     Resyncing,          Paired,    CopyKind.Delta, "at once; data follows as update copy", SiOperations)
            { Warnings = ["in PAIR after a quick resync the S-VOL still differs from the P-VOL"] },
        new([Resync, ResyncQuick], [Suspended],         Resyncing,          Paired,    CopyKind.Full,  "everything is copied", SiOperations)
            { Warnings = ["resync from PSUE copies everything, because no differential is kept there"] },
        new([Restore], [SplitDone],                     Restoring,          Paired,    CopyKind.Delta, "the differential is copied back", RestSiRestore)
            { Warnings = [Overwrites, "hosts cannot use the P-VOL while the pair is in RCPY"] },
        new([RestoreQuick], [SplitDone],                QuickRestoring,     Paired,    CopyKind.Delta, "the volume maps are exchanged", RestSiRestore)
            { Warnings = [Overwrites, "hosts can use neither volume while the pair is in RCPY",
                "RAID level, drive type and encryption of the two volumes change places"] },
        new([Delete], [InitialCopy, InitialCopyToSplit, Paired, SteadySplit, Resyncing],
                                                        Deleting,           Simplex,   CopyKind.None,  "seconds", SiTasks)
            { Warnings = ["an S-VOL deleted out of COPY or PAIR is not consistent: split first if its data is wanted"] },
        new([Delete], [SplitDone, Suspended],           Deleting,           Simplex,   CopyKind.None,  "seconds", SiTasks),
        new([Delete], [Restoring, QuickRestoring],      Deleting,           Simplex,   CopyKind.None,  "seconds", SiTasks.Derived)
            { Warnings = [HalfRestored] },
    ];

    private static readonly IReadOnlyList<MoveRow> Moves =
    [
        new(InitialCopy,        [Paired]),
        new(InitialCopyToSplit, [SplitDone]),
        new(SteadySplit,        [SplitDone]),
        new(QuickSplit,         [SplitDone]),
        new(Resyncing,          [Paired]),
        new(Restoring,          [Paired]),
        new(QuickRestoring,     [Paired]),
        new(Deleting,           [Simplex]),
    ];

    private static readonly IReadOnlyList<EventRow> Events =
    [
        new(PairEvent.PairFault,
            [InitialCopy, InitialCopyToSplit, Paired, SteadySplit, QuickSplit, Resyncing, Restoring, QuickRestoring], Suspended, RestSiStatus),
    ];

    public static TechnologyTable Table { get; } = new(
        Technology.ShadowImage, Conditions,
        [Create, CreateAutoSplit, CreateQuickSplit, Split, SplitQuick, ForceSuspend, Resync, ResyncQuick, Restore, RestoreQuick, Delete],
        Acceptance, Notes, Transitions, Moves, Events);
}
