using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;
using Xunit;

namespace RunbookEngine.Replication.Tests.Predictions;

/// <summary>Pairs of three data centers that stand by for delta resync.</summary>
/// <remarks>Source: Universal Replicator guide, conditions for delta resync operations; statuses HOLD, HOLDING, HLDE.</remarks>
public class DeltaResyncTests
{
    [Theory]
    [InlineData("HOLD", PairStatus.PSUS, PairStatus.SSUS, PairCondition.Standby)]
    [InlineData("HOLDING", PairStatus.PSUS, PairStatus.SSUS, PairCondition.StandbyHolding)]
    [InlineData("HLDE", PairStatus.PSUE, PairStatus.PSUE, PairCondition.StandbyBroken)]
    [InlineData(null, PairStatus.PSUE, PairStatus.PSUE, PairCondition.Suspended)]
    public void The_delta_status_tells_a_standby_pair_from_a_split_one(string? word, PairStatus p, PairStatus s, PairCondition condition) =>
        Assert.Equal(condition, Read(word, p, s).Condition);

    [Fact]
    public void A_split_pair_is_never_taken_for_one_that_stands_by() =>
        Assert.DoesNotContain(PairCondition.Standby, Read(null, PairStatus.PSUS, PairStatus.SSUS).Possible);

    [Fact]
    public void Resync_from_HOLD_is_the_delta_resync_and_copies_the_difference()
    {
        var accepted = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(Read("HOLD", PairStatus.PSUS, PairStatus.SSUS), PairOperation.Resync));
        Assert.Equal((PairCondition.Paired, CopyKind.Delta), (accepted.Final.Condition, accepted.Copy));
        Assert.Null(accepted.Final.Delta);
    }

    [Fact]
    public void Resync_from_HLDE_stands_by_again_and_a_wait_for_it_ends_there()
    {
        var broken = Read("HLDE", PairStatus.PSUE, PairStatus.PSUE);
        var accepted = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(broken, PairOperation.Resync));
        Assert.Equal(PairCondition.Standby, accepted.Final.Condition);
        Assert.Equal(WaitStanding.Met, WaitGoal.NaturalEnd(broken, PairOperation.Resync).Judge(PairStatus.PSUS, PairStatus.SSUS));
    }

    [Fact]
    public void Resync_from_HOLDING_is_refused() =>
        Assert.IsType<Prediction.Rejected>(StatusModel.Predict(Read("HOLDING", PairStatus.PSUS, PairStatus.SSUS), PairOperation.Resync));

    [Theory]
    [InlineData("HOLD", PairStatus.SSWS, true)]
    [InlineData("HOLD", PairStatus.PAIR, false)]
    [InlineData("HOLD", PairStatus.SSUS, false)]
    [InlineData(null, PairStatus.PAIR, true)]
    public void A_delta_resync_needs_the_synchronous_svol_in_SSWS_and_another_resync_does_not(string? word, PairStatus svol, bool free)
    {
        var own = Read(word, PairStatus.PSUS, PairStatus.SSUS);
        var other = new SharedVolume("tc/v", Sharing.PvolIsTheirSvol, PairState.Observed(Technology.TrueCopy, PairStatus.PSUS, svol));
        Assert.Equal(free, SharingRules.Check(Technology.UniversalReplicator, PairOperation.Resync, [other], own).Count == 0);
    }

    [Fact]
    public void HOLD_falls_to_HOLDING_by_itself_and_an_error_breaks_both()
    {
        var hold = Read("HOLD", PairStatus.PSUS, PairStatus.SSUS);
        var holding = StatusModel.After(hold, PairEvent.StandbyLosesJournal);
        Assert.Equal(DeltaStatus.Holding, holding.Delta);
        Assert.Equal(PairCondition.Standby, StatusModel.After(holding, PairEvent.StandbyHasJournal).Condition);
        Assert.All([hold, holding], s => Assert.Equal(PairCondition.StandbyBroken, StatusModel.After(s, PairEvent.PairFault).Condition));
    }

    private static PairState Read(string? word, PairStatus p, PairStatus s) =>
        PairState.Observed(Technology.UniversalReplicator, p, s, delta: DeltaStatusWords.FromWire(word));
}
