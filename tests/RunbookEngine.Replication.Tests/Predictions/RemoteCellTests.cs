using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using Xunit;
using static RunbookEngine.Replication.States.PairCondition;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Replication.Tests.Predictions;

/// <summary>The command table of the CCI guide for TrueCopy and Universal Replicator, cell by cell, and the rows of the transition
/// table. "create" over an existing pair is refused by REST where CCI says success: nothing changes in either.</summary>
public class RemoteCellTests
{
    private static readonly string[] Columns = ["create", "create, no copy", "split r", "split rw", "split -P", "delete", "resync"];

    private static readonly (string Status, PairCondition[] Conditions, string[] Cells)[] Rows =
    [
        //                                                     create         no copy        split r        split rw       split -P       delete         resync
        ("SMPL",       [Simplex],                            ["->PAIR/PAIR", "->PAIR/PAIR", "rej",         "rej",         "rej",         "no-op",       "rej"]),
        ("COPY",       [InitialCopy, Resyncing],             ["rej",         "rej",         "->PSUS/SSUS", "->PSUS/SSUS", "rej",         "->SMPL/SMPL", "no-op"]),
        ("PAIR, PFUL", [Paired, PairedFilling],              ["rej",         "rej",         "->PSUS/SSUS", "->PSUS/SSUS", "->PSUS/SSUS", "->SMPL/SMPL", "no-op"]),
        ("PSUS, PFUS", [SplitDone, SplitWritable, SplitProtected, SuspendedFull, SuspendedBySvol],
                                                             ["rej",         "rej",         "no-op",       "no-op",       "no-op",       "->SMPL/SMPL", "->PAIR/PAIR"]),
        ("PSUE",       [Suspended, SuspendedFenced, SuspendedUnseen, SuspendedUnseenFenced],
                                                             ["rej",         "rej",         "no-op",       "no-op",       "no-op",       "->SMPL/SMPL", "->PAIR/PAIR"]),
        ("S-VOL SSWS", [TakenOver],                          ["rej",         "rej",         "no-op",       "no-op",       "no-op",       "->SMPL/SMPL", "rej"]),
    ];

    public static IEnumerable<TheoryDataRow<Technology, PairCondition, int, string>> Cells() =>
        from technology in new[] { TrueCopy, UniversalReplicator }
        from row in Rows
        from condition in row.Conditions
        where RunbookEngine.Replication.Tables.StatusTables.Of(technology).ConditionNames.Contains(condition)
        from column in Enumerable.Range(0, Columns.Length)
        select new TheoryDataRow<Technology, PairCondition, int, string>(technology, condition, column, row.Cells[column])
        {
            TestDisplayName = $"{technology.WireName()} commands (CCI guide): {row.Status} ({condition}) x {Columns[column]} is {row.Cells[column]}",
        };

    [Theory, MemberData(nameof(Cells))]
    public void Command_table(Technology technology, PairCondition condition, int column, string expected)
    {
        var protect = technology == TrueCopy ? PairOperation.Split with { PvolWriteProtect = true } : PairOperation.Split with { DataSuspend = true };
        PairOperation[] operations =
        [
            PairOperation.Create, PairOperation.Create with { DoInitialCopy = false }, PairOperation.Split,
            PairOperation.Split with { SvolAccess = HostAccess.ReadWrite }, protect, PairOperation.Delete, PairOperation.Resync,
        ];
        Assert.Equal(expected, Cases.Word(StatusModel.Predict(In(technology, condition), operations[column])));
    }

    public static IEnumerable<TheoryDataRow<Technology, PairOperation, PairCondition, string, string>> TransitionRows()
    {
        var rw = PairOperation.Split with { SvolAccess = HostAccess.ReadWrite };
        var ssws = PairOperation.Split with { SvolOperationMode = SvolOperationMode.Ssws };
        (string Row, Technology[] Of, PairOperation Operation, PairCondition[] From, string Way, string End)[] rows =
        [
            ("1 create", [TrueCopy, UniversalReplicator], PairOperation.Create, [Simplex], "COPY/COPY", "PAIR/PAIR"),
            ("2 create, no copy", [TrueCopy, UniversalReplicator], PairOperation.Create with { DoInitialCopy = false }, [Simplex], "PAIR/PAIR", "PAIR/PAIR"),
            ("3 split r", [TrueCopy], PairOperation.Split, [Paired, InitialCopy], "PSUS/SSUS", "PSUS/SSUS"),
            ("3 split r, draining", [UniversalReplicator], PairOperation.Split, [Paired, PairedFilling], "PAIR/PAIR", "PSUS/SSUS"),
            ("4 split rw", [TrueCopy], rw, [Paired, InitialCopy], "PSUS/SSUS", "PSUS/SSUS"),
            ("4 split rw, draining", [UniversalReplicator], rw, [Paired, PairedFilling], "PAIR/PAIR", "PSUS/SSUS"),
            ("5 split, P protected", [TrueCopy], PairOperation.Split with { PvolWriteProtect = true }, [Paired], "PSUS/SSUS", "PSUS/SSUS"),
            ("6 split, data suspend", [UniversalReplicator], PairOperation.Split with { DataSuspend = true }, [Paired, PairedFilling], "PSUS/SSUS", "PSUS/SSUS"),
            ("7 resync", [TrueCopy], PairOperation.Resync, [SplitDone, Suspended, SuspendedUnseen, SuspendedBySvol], "COPY/COPY", "PAIR/PAIR"),
            ("7 resync", [UniversalReplicator], PairOperation.Resync, [SplitDone, Suspended, SuspendedFull], "COPY/COPY", "PAIR/PAIR"),
            ("9 split SSWS", [TrueCopy], ssws, [Paired, Suspended, SplitDone], "PSUS/SSWS", "PSUS/SSWS"),
            ("9 split SSWS", [UniversalReplicator], ssws, [Paired, PairedFilling, SuspendedFull, Suspended, SplitDone], "PSUS/SSWS", "PSUS/SSWS"),
            ("10 takeover auto", [TrueCopy, UniversalReplicator], PairOperation.Takeover, [Paired], "COPY/COPY", "PAIR/PAIR"),
            ("10 takeover forceSplit", [TrueCopy, UniversalReplicator], PairOperation.Takeover with { TakeoverMode = TakeoverMode.ForceSplit }, [Paired, SplitDone, Suspended], "PSUS/SSWS", "PSUS/SSWS"),
            ("11 swap resync", [TrueCopy, UniversalReplicator], PairOperation.SwapResync, [TakenOver, SplitDone, SplitWritable], "COPY/COPY", "PAIR/PAIR"),
            ("12 delete", [TrueCopy, UniversalReplicator], PairOperation.Delete, [Paired, InitialCopy, SplitDone, TakenOver], "SMPL/SMPL", "SMPL/SMPL"),
            ("13 delete at B", [TrueCopy, UniversalReplicator], PairOperation.Delete with { SentTo = PairSide.Svol }, [Paired, SplitDone, TakenOver], "PSUS/SMPL", "PSUS/SMPL"),
        ];
        return from row in rows
               from technology in row.Of
               from condition in row.From
               select new TheoryDataRow<Technology, PairOperation, PairCondition, string, string>(technology, row.Operation, condition, row.Way, row.End)
               {
                   TestDisplayName = $"{technology.WireName()} transition row {row.Row} from {condition}: {row.Way} then {row.End}",
               };
    }

    [Theory, MemberData(nameof(TransitionRows))]
    public void Transition_row(Technology technology, PairOperation operation, PairCondition from, string way, string end)
    {
        var accepted = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(In(technology, from), operation));
        Assert.Equal((way, end), ($"{accepted.Intermediate.P}/{accepted.Intermediate.S}", $"{accepted.Final.P}/{accepted.Final.S}"));
        var swaps = operation.Action == PairAction.SwapResync || (operation is { Action: PairAction.Takeover, TakeoverMode: null } && from == Paired);
        Assert.Equal(swaps ? "B" : "A", accepted.Final.PvolArray);
    }

    [Theory, InlineData(TrueCopy), InlineData(UniversalReplicator), InlineData(GlobalActiveDevice)]
    public void Row_8_a_normal_resync_from_ssws_is_refused(Technology technology)
    {
        foreach (var condition in new[] { TakenOver, TakenOverUnseen })
        {
            var refused = Assert.IsType<Prediction.Rejected>(StatusModel.Predict(In(technology, condition), PairOperation.Resync));
            Assert.Contains("swap resync", refused.Why);
        }
    }

    public static TheoryData<PairEvent, Technology, FenceLevel, PairCondition, string, HostAccess> Events => new()
    {
        { PairEvent.PathsLost, TrueCopy, FenceLevel.Data, Paired, "PSUE/PAIR", HostAccess.Read },
        { PairEvent.PathsLost, TrueCopy, FenceLevel.Status, Paired, "PSUE/PAIR", HostAccess.Read },
        { PairEvent.PathsLost, TrueCopy, FenceLevel.Never, Paired, "PSUE/PAIR", HostAccess.ReadWrite },
        { PairEvent.PairFault, TrueCopy, FenceLevel.Data, Paired, "PSUE/PSUE", HostAccess.Read },
        { PairEvent.PairFault, TrueCopy, FenceLevel.Status, Paired, "PSUE/PSUE", HostAccess.ReadWrite },
        { PairEvent.PairFault, TrueCopy, FenceLevel.Never, Paired, "PSUE/PSUE", HostAccess.ReadWrite },
        { PairEvent.PathsLost, UniversalReplicator, FenceLevel.Async, Paired, "PSUE/PSUE", HostAccess.ReadWrite },
        { PairEvent.ThresholdPassed, UniversalReplicator, FenceLevel.Async, InitialCopy, "PFUL/PFUL", HostAccess.ReadWrite },
        { PairEvent.Full, UniversalReplicator, FenceLevel.Async, PairedFilling, "PFUS/PFUS", HostAccess.ReadWrite },
        { PairEvent.SvolFault, UniversalReplicator, FenceLevel.Async, Paired, "PSUS/PSUE", HostAccess.ReadWrite },
        { PairEvent.SvolFault, TrueCopy, FenceLevel.Never, InitialCopy, "PSUS/PSUE", HostAccess.ReadWrite },
    };

    [Theory, MemberData(nameof(Events))]
    public void Rows_14_to_17_what_a_failure_makes_of_a_pair(
        PairEvent happened, Technology technology, FenceLevel fence, PairCondition from, string statuses, HostAccess pvol)
    {
        var after = StatusModel.After(In(technology, from) with { Fence = fence }, happened);
        Assert.Equal((statuses, pvol), ($"{after.P}/{after.S}", after.PvolAccess));
        Assert.Equal(happened != PairEvent.PathsLost, after.PathsUp);
    }

    public static IEnumerable<TheoryDataRow<PairStatus, FenceLevel, bool>> CurrencyCells()
    {
        (PairStatus S, string Cells)[] rows =
        [
            //  DATA STATUS NEVER ASYNC: Y assured, N EX_VOLCUR
            (PairStatus.PAIR, "YYNY"), (PairStatus.PFUL, "YYNY"), (PairStatus.COPY, "NNNN"), (PairStatus.SSUS, "NNNN"), (PairStatus.PSUE, "YNNY"),
        ];
        return from row in rows
               from fence in Enum.GetValues<FenceLevel>()
               select new TheoryDataRow<PairStatus, FenceLevel, bool>(row.S, fence, row.Cells[(int)fence] == 'Y')
               {
                   TestDisplayName = $"takeover currency (horctakeover table): S {row.S}, P unknown, fence {fence} is {row.Cells[(int)fence]}",
               };
    }

    [Theory, MemberData(nameof(CurrencyCells))]
    public void Currency_table(PairStatus s, FenceLevel fence, bool assured)
    {
        var technology = fence == FenceLevel.Async ? UniversalReplicator : TrueCopy;
        var state = PairState.Observed(technology, PairStatus.Unknown, s, fence);
        Assert.False(state.PathsUp);
        Assert.Equal(assured, TakeoverCurrency.Of(state).IsAssured);
        Assert.Equal(s == PairStatus.COPY, StatusModel.Predict(state, PairOperation.Takeover) is Prediction.Rejected);
    }

    [Fact]
    public void A_takeover_without_paths_leaves_the_p_vol_status_alone_and_warns()
    {
        foreach (var technology in new[] { TrueCopy, UniversalReplicator })
        {
            var lost = In(technology, Paired) with { PathsUp = false };
            var accepted = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(lost, PairOperation.Takeover));
            Assert.Equal((PairStatus.PAIR, PairStatus.SSWS, "A"), (accepted.Final.P, accepted.Final.S, accepted.Final.PvolArray));
            Assert.Contains(accepted.Warnings, w => w.Contains("keep hosts off"));
            Assert.IsType<Prediction.Rejected>(StatusModel.Predict(accepted.Final, PairOperation.SwapResync));
            var told = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(accepted.Final with { PathsUp = true }, PairOperation.Split));
            var swap = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(told.Final, PairOperation.SwapResync));
            Assert.Equal(("B", PairStatus.PAIR), (swap.Final.PvolArray, swap.Final.P));
        }
    }

    [Fact]
    public void An_s_vol_split_or_suspended_out_of_copy_is_not_called_usable_until_it_was_in_pair_again()
    {
        foreach (var technology in new[] { TrueCopy, UniversalReplicator, GlobalActiveDevice })
        {
            var split = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(In(technology, InitialCopy), PairOperation.Split)).Final;
            var lost = StatusModel.After(In(technology, Resyncing), PairEvent.PathsLost);
            foreach (var state in new[] { split, lost })
            {
                Assert.True(state.SvolIncomplete);
                // An S-VOL that still shows COPY is refused outright.
                if (state.S == PairStatus.COPY)
                {
                    Assert.IsType<Prediction.Rejected>(StatusModel.Predict(state, PairOperation.Takeover));
                    continue;
                }

                var taken = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(state, PairOperation.Takeover));
                Assert.Contains(taken.Warnings, w => w.Contains("not usable"));
            }

            var resynced = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(split, PairOperation.Resync)).Final;
            Assert.False(resynced.SvolIncomplete);
        }
    }

    [Fact]
    public void A_second_split_does_not_make_the_s_vol_writable()
    {
        foreach (var technology in new[] { TrueCopy, UniversalReplicator })
        {
            var first = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(In(technology, Paired), PairOperation.Split));
            Assert.Equal(HostAccess.Read, first.Final.SvolAccess);
            Assert.IsType<Prediction.NothingHappens>(StatusModel.Predict(first.Final, PairOperation.Split with { SvolAccess = HostAccess.ReadWrite }));
        }
    }

    [Fact]
    public void Host_access_follows_the_split_options()
    {
        PairState After(PairOperation split) => Assert.IsType<Prediction.Accepted>(StatusModel.Predict(In(TrueCopy, Paired), split)).Final;
        var rw = After(PairOperation.Split with { SvolAccess = HostAccess.ReadWrite });
        var protect = After(PairOperation.Split with { PvolWriteProtect = true });
        var ssws = After(PairOperation.Split with { SvolOperationMode = SvolOperationMode.Ssws });
        Assert.Equal((HostAccess.ReadWrite, HostAccess.ReadWrite), (rw.PvolAccess, rw.SvolAccess));
        Assert.Equal((HostAccess.Read, HostAccess.Read), (protect.PvolAccess, protect.SvolAccess));
        Assert.Equal((HostAccess.Read, HostAccess.ReadWrite), (ssws.PvolAccess, ssws.SvolAccess));
    }

    private static PairState In(Technology technology, PairCondition condition) => PairState.None(technology).Becoming(condition);
}
