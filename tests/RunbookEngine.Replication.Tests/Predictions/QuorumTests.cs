using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;
using Xunit;

namespace RunbookEngine.Replication.Tests.Predictions;

/// <summary>global-active device with and without its quorum disk.</summary>
/// <remarks>Source: global-active device guide MK-23VSP1B011, pair condition and recovery; deleting pairs; G1000 edition, pages 1-18 and 1-19.</remarks>
public class QuorumTests
{
    private static readonly PairState Paired = In(PairStatus.PAIR, PairStatus.PAIR, IoMode.Mirror, IoMode.Mirror);

    [Fact]
    public void Losing_the_quorum_disk_alone_changes_no_status() =>
        Assert.Equal(Paired with { QuorumUp = false }, StatusModel.After(Paired, PairEvent.QuorumLost));

    [Fact]
    public void A_copy_that_ends_without_it_keeps_the_svol_blocked_until_it_is_back()
    {
        var none = PairState.None(Technology.GlobalActiveDevice) with { QuorumUp = false };
        var made = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(none, PairOperation.Create)).Final;
        Assert.Equal((PairCondition.PairedSvolBlocked, IoMode.Block, HostAccess.None), (made.Condition, made.SvolIoMode, made.SvolAccess));
        Assert.Equal(PairCondition.Paired, StatusModel.After(made, PairEvent.QuorumBack).Condition);
    }

    [Theory]
    [InlineData(PairEvent.PathsLost, true, PairCondition.Suspended)]
    [InlineData(PairEvent.PathsLostSvolFirst, true, PairCondition.TakenOverUnseen)]
    [InlineData(PairEvent.PathsLostSvolFirst, false, PairCondition.Suspended)]
    [InlineData(PairEvent.PvolArrayLost, true, PairCondition.TakenOverUnseen)]
    [InlineData(PairEvent.PvolArrayLost, false, PairCondition.Blocked)]
    public void Who_goes_on_is_told_by_the_quorum_disk(PairEvent lost, bool quorum, PairCondition after) =>
        Assert.Equal(after, StatusModel.After(Paired with { QuorumUp = quorum }, lost).Condition);

    [Fact]
    public void PAIR_with_a_blocked_svol_is_not_the_PAIR_that_is_asked_for()
    {
        var blocked = In(PairStatus.PAIR, PairStatus.PAIR, IoMode.Mirror, IoMode.Block);
        Assert.Equal(PairCondition.PairedSvolBlocked, blocked.Condition);
        var goal = WaitGoal.For(Technology.GlobalActiveDevice, [PairStatus.PAIR]);
        Assert.Equal(WaitStanding.OnTheWay, goal.Judge(blocked, "A"));
        Assert.Equal(WaitStanding.Met, goal.Judge(Paired, "A"));
    }

    [Fact]
    public void Without_paths_and_quorum_disk_no_svol_is_taken_over()
    {
        var lost = StatusModel.After(Paired with { QuorumUp = false }, PairEvent.PathsLost);
        Assert.IsType<Prediction.Rejected>(StatusModel.Predict(lost, PairOperation.Takeover));
        Assert.IsType<Prediction.Accepted>(StatusModel.Predict(lost with { QuorumUp = true }, PairOperation.Takeover));
    }

    [Theory]
    [InlineData(PairStatus.PSUS, PairStatus.SSUS, PairSide.Pvol, true)]
    [InlineData(PairStatus.PSUS, PairStatus.SSUS, PairSide.Svol, false)]
    [InlineData(PairStatus.PSUS, PairStatus.SSWS, PairSide.Pvol, false)]
    [InlineData(PairStatus.PSUS, PairStatus.SSWS, PairSide.Svol, true)]
    public void A_pair_is_deleted_at_the_side_that_goes_on(PairStatus p, PairStatus s, PairSide asked, bool taken)
    {
        var prediction = StatusModel.Predict(In(p, s, null, null), PairOperation.Delete with { SentTo = asked });
        Assert.Equal(taken, prediction is Prediction.Accepted);
    }

    [Fact]
    public void A_deletion_that_names_no_side_goes_to_the_one_that_goes_on()
    {
        var taken = In(PairStatus.PSUS, PairStatus.SSWS, null, null);
        Assert.Equal(PairSide.Svol, StatusModel.SideOf(taken, PairOperation.Delete));
        Assert.IsType<Prediction.Accepted>(StatusModel.Predict(taken, PairOperation.Delete));
        Assert.Equal(PairSide.Pvol, StatusModel.SideOf(In(PairStatus.PSUS, PairStatus.SSUS, null, null), PairOperation.Delete));
    }

    [Fact]
    public void A_pair_with_both_volumes_blocked_is_deleted_at_neither_side()
    {
        var blocked = In(PairStatus.PSUE, PairStatus.PSUE, IoMode.Block, IoMode.Block);
        foreach (var side in Enum.GetValues<PairSide>())
            Assert.Contains("forced deletion", Assert.IsType<Prediction.Rejected>(StatusModel.Predict(blocked, PairOperation.Delete with { SentTo = side })).Why);
    }

    private static PairState In(PairStatus p, PairStatus s, IoMode? pvol, IoMode? svol) =>
        PairState.Observed(Technology.GlobalActiveDevice, p, s, null, pvol, svol);
}
