using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using Xunit;

namespace RunbookEngine.Replication.Tests.Predictions;

/// <summary>Each array judges by its own record, and lets its hosts do what that record says.</summary>
public class EachSideKnowsTests
{
    private static readonly PairOperation AtSvol = PairOperation.Split with { SentTo = PairSide.Svol };

    public static TheoryData<FenceLevel> Fences => [FenceLevel.Data, FenceLevel.Status, FenceLevel.Never];

    [Theory, MemberData(nameof(Fences))]
    public void An_s_vol_that_was_not_told_of_the_suspension_may_split_itself_and_takes_a_resync_for_done(FenceLevel fence)
    {
        var lost = StatusModel.After(In(Technology.TrueCopy, PairCondition.Paired, fence), PairEvent.PathsLost);

        Assert.Equal((PairStatus.PSUE, PairStatus.PAIR), (lost.P, lost.S));
        Assert.IsType<Prediction.NothingHappens>(StatusModel.Predict(lost, PairOperation.Split));
        Assert.IsType<Prediction.Uncertain>(StatusModel.Predict(lost, AtSvol));
        Assert.IsType<Prediction.NothingHappens>(StatusModel.Predict(lost, PairOperation.Resync with { SentTo = PairSide.Svol }));
        Assert.IsType<Prediction.Rejected>(StatusModel.Predict(lost, PairOperation.Resync));
    }

    [Theory, MemberData(nameof(Fences))]
    public void Paths_lost_while_a_pair_copies_leave_the_s_vol_in_copy_where_it_cannot_be_taken_over(FenceLevel fence)
    {
        foreach (var copying in new[] { PairCondition.InitialCopy, PairCondition.Resyncing })
        {
            var lost = StatusModel.After(In(Technology.TrueCopy, copying, fence), PairEvent.PathsLost);

            Assert.Equal((PairStatus.PSUE, PairStatus.COPY), (lost.P, lost.S));
            Assert.Equal(fence == FenceLevel.Never ? HostAccess.ReadWrite : HostAccess.Read, lost.PvolAccess);
            Assert.All(new[] { PairOperation.Takeover, PairOperation.Split with { SvolOperationMode = SvolOperationMode.Ssws } },
                o => Assert.IsType<Prediction.Rejected>(StatusModel.Predict(lost, o)));
        }
    }

    [Fact]
    public void Hosts_go_on_writing_a_p_vol_whose_array_was_not_told_of_the_takeover()
    {
        foreach (var technology in new[] { Technology.TrueCopy, Technology.UniversalReplicator })
        {
            var lost = In(technology, PairCondition.Paired) with { PathsUp = false };
            var taken = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(lost, PairOperation.Takeover)).Final;

            Assert.Equal((HostAccess.ReadWrite, HostAccess.ReadWrite), (taken.PvolAccess, taken.SvolAccess));
        }
    }

    [Theory, MemberData(nameof(Fences))]
    public void An_error_of_the_s_vol_fences_the_p_vol_of_level_data(FenceLevel fence)
    {
        var failed = StatusModel.After(In(Technology.TrueCopy, PairCondition.Paired, fence), PairEvent.SvolFault);

        Assert.Equal(fence == FenceLevel.Data ? HostAccess.Read : HostAccess.ReadWrite, failed.PvolAccess);
    }

    [Fact]
    public void A_journal_above_its_threshold_lies_over_a_copy_without_ending_it()
    {
        foreach (var copying in new[] { PairCondition.InitialCopy, PairCondition.Resyncing })
        {
            var filling = StatusModel.After(In(Technology.UniversalReplicator, copying), PairEvent.ThresholdPassed);

            Assert.Equal((copying, PairStatus.PFUL, PairStatus.PFUL), (filling.Condition, filling.P, filling.S));
            Assert.IsType<Prediction.Rejected>(StatusModel.Predict(filling, PairOperation.Takeover));
            Assert.Equal(PairStatus.COPY, StatusModel.After(filling, PairEvent.ThresholdLeft).P);
            Assert.Equal(PairCondition.SuspendedFull, StatusModel.After(filling, PairEvent.Full).Condition);
        }
    }

    [Fact]
    public void A_snapshot_in_a_pool_above_its_threshold_stays_there_whatever_is_done_to_it()
    {
        var filling = In(Technology.ThinImage, PairCondition.PairedFilling);
        var stored = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(filling, PairOperation.Split)).Final;

        Assert.Equal(PairStatus.PFUS, stored.P);
        Assert.Equal(PairStatus.PFUL, Assert.IsType<Prediction.Accepted>(StatusModel.Predict(stored, PairOperation.Resync)).Final.P);
        Assert.Equal(PairStatus.PFUL, Assert.IsType<Prediction.Accepted>(StatusModel.Predict(stored, PairOperation.Restore)).Final.P);
    }

    [Fact]
    public void A_full_pool_takes_the_data_of_stored_snapshots_and_leaves_pairs_that_store_none()
    {
        Assert.Equal(PairCondition.Suspended, StatusModel.After(In(Technology.ThinImage, PairCondition.SplitDone), PairEvent.Full).Condition);
        Assert.Equal(PairCondition.PairedFilling, StatusModel.After(In(Technology.ThinImage, PairCondition.Paired), PairEvent.Full).Condition);
    }

    [Fact]
    public void A_gad_pair_that_was_split_stays_split_when_the_p_vols_array_is_lost()
    {
        var lost = StatusModel.After(In(Technology.GlobalActiveDevice, PairCondition.SplitDone), PairEvent.PvolArrayLost);

        Assert.Equal((PairCondition.SplitDone, PairStatus.SSUS, false), (lost.Condition, lost.S, lost.PathsUp));
    }

    [Fact]
    public void A_gad_pair_whose_s_vol_served_through_a_failure_is_swapped_without_a_split_first() =>
        Assert.Equal("B", Assert.IsType<Prediction.Accepted>(
            StatusModel.Predict(In(Technology.GlobalActiveDevice, PairCondition.TakenOverUnseen), PairOperation.SwapResync)).Final.PvolArray);

    private static PairState In(Technology technology, PairCondition condition, FenceLevel? fence = null) =>
        PairState.None(technology).Becoming(condition) with { Fence = fence };
}
