using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Undo;
using RunbookEngine.Replication.Vocabulary;
using Xunit;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Replication.Tests.Undo;

public class RepeatabilityTests
{
    public static TheoryData<Technology> Technologies => [.. Enum.GetValues<Technology>()];

    [Theory, MemberData(nameof(Technologies))]
    public void What_is_called_safe_changes_nothing_the_second_time(Technology technology)
    {
        foreach (var before in Cases.States(technology))
        {
            foreach (var operation in Cases.Operations(technology).Where(o => Repeatability.Of(before, o).IsSafe))
            {
                if (StatusModel.Predict(before, operation) is Prediction.Accepted first && first.Final.PvolArray == before.PvolArray)
                {
                    Assert.IsNotType<Prediction.Accepted>(StatusModel.Predict(first.Intermediate, operation));
                    Assert.IsNotType<Prediction.Accepted>(StatusModel.Predict(first.Final, operation));
                }
            }
        }
    }

    [Theory]
    [InlineData(ShadowImage), InlineData(TrueCopy), InlineData(UniversalReplicator), InlineData(GlobalActiveDevice)]
    public void Split_resync_swap_and_takeover_may_be_sent_again_after_a_lost_answer(Technology technology)
    {
        foreach (var before in Cases.States(technology).Where(s => s.PathsUp))
        {
            foreach (var operation in Cases.Operations(technology))
            {
                var repeat = Repeatability.Of(before, operation);
                // The first resync of a broken standby pair makes it stand by again, and the second would be the delta resync.
                if (before.Condition == PairCondition.StandbyBroken && operation.Action == PairAction.Resync)
                {
                    Assert.Equal(RepeatEffect.DoneAgain, repeat.Effect);
                    continue;
                }

                Assert.True(repeat.IsSafe, $"{before} {before.Condition} x {operation}: {repeat.Why}");
            }
        }
    }

    [Fact]
    public void A_second_snapshot_is_not_the_first_one()
    {
        var split = PairState.None(ThinImage).Becoming(PairCondition.SplitDone);
        Assert.Equal(RepeatEffect.DoneAgain, Repeatability.Of(split, PairOperation.Resync with { AutoSplit = true }).Effect);
        Assert.Equal(RepeatEffect.DoneAgain, Repeatability.Of(PairState.None(ThinImage), PairOperation.Create).Effect);
        Assert.Equal(RepeatEffect.DoneAgain, Repeatability.Of(split, PairOperation.Restore with { AutoSplit = true }).Effect);
        Assert.True(Repeatability.Of(split, PairOperation.Restore).IsSafe);
    }
}
