using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Replication.Waits;
using Xunit;
using static RunbookEngine.Replication.Vocabulary.PairStatus;
using static RunbookEngine.Replication.Vocabulary.Technology;
using static RunbookEngine.Replication.Waits.WaitStanding;

namespace RunbookEngine.Replication.Tests.Waits;

public class WaitGoalTests
{
    public static TheoryData<Technology, PairStatus[], PairStatus, PairStatus, WaitStanding> Judgements => new()
    {
        { UniversalReplicator, [PSUS, SSUS], PAIR, PAIR, OnTheWay },
        { UniversalReplicator, [PSUS, SSUS], PFUL, PFUL, OnTheWay },
        { UniversalReplicator, [PSUS, SSUS], PSUS, SSUS, Met },
        { UniversalReplicator, [PSUS], PSUS, SSUS, Met },
        { UniversalReplicator, [PSUS, SSUS], PSUS, PSUE, Failed },
        { UniversalReplicator, [PSUS, SSUS], PFUS, PFUS, Failed },
        { UniversalReplicator, [PSUS, SSUS], PSUS, SSWS, Hopeless },
        { UniversalReplicator, [PSUS, SSUS], SMPL, SMPL, Hopeless },
        { UniversalReplicator, [PAIR], COPY, COPY, OnTheWay },
        { UniversalReplicator, [PAIR], PFUL, PFUL, MetWithWarning },
        { UniversalReplicator, [PAIR], PSUS, SSUS, Hopeless },
        { UniversalReplicator, [PAIR], PSUS, SSWS, Hopeless },
        { UniversalReplicator, [SSWS], PAIR, PAIR, OnTheWay },
        { UniversalReplicator, [SSWS], Unknown, PSUE, OnTheWay },
        { UniversalReplicator, [SSWS], Unknown, SSWS, Met },
        { UniversalReplicator, [SSWS], PSUS, COPY, Hopeless },
        { UniversalReplicator, [PSUS, SSUS], Unknown, SSUS, OnTheWay },
        { TrueCopy, [PAIR], PSUE, PSUE, Failed },
        { TrueCopy, [PSUE], PSUE, PSUE, Met },
        { TrueCopy, [PSUE], PAIR, PAIR, OnTheWay },
        { ShadowImage, [PSUS, SSUS], PSUS, COPY, OnTheWay },
        { ShadowImage, [PAIR], RCPY, RCPY, OnTheWay },
        { ShadowImage, [PAIR], PSUS, SSUS, Hopeless },
        { ShadowImage, [SMPL], SMPL, SMPL, Met },
        { GlobalActiveDevice, [PAIR], INIT, INIT, OnTheWay },
        { ThinImage, [PSUS], PAIR, Unknown, OnTheWay },
        { ThinImage, [PSUS], PSUS, Unknown, Met },
        { ThinImage, [PSUS], PFUS, PFUS, MetWithWarning },
    };

    [Theory, MemberData(nameof(Judgements))]
    public void A_reading_is_judged_as_an_operator_would(Technology technology, PairStatus[] wanted, PairStatus p, PairStatus s, WaitStanding standing)
    {
        Assert.Equal(standing, WaitGoal.For(technology, wanted).Judge(p, s));
    }

    [Fact]
    public void Any_reading_is_judged_for_any_wanted_status()
    {
        foreach (var technology in Enum.GetValues<Technology>())
        {
            foreach (var wanted in Enum.GetValues<PairStatus>())
            {
                var goal = WaitGoal.For(technology, [wanted]);
                Assert.All(Cases.Readings(technology), r => Assert.True(Enum.IsDefined(goal.Judge(r.P, r.S))));
            }
        }
    }

    [Fact]
    public void A_takeover_is_over_in_ssws_or_in_pair_with_the_roles_exchanged()
    {
        var goal = WaitGoal.NaturalEnd(UniversalReplicator, PairOperation.Takeover);
        Assert.Equal(OnTheWay, goal.Judge(PAIR, PAIR));
        Assert.Equal(Met, goal.Judge(PAIR, PAIR, rolesExchanged: true));
        Assert.Equal(Met, goal.Judge(PSUS, SSWS));
        Assert.Equal(OnTheWay, goal.Judge(COPY, COPY, rolesExchanged: true));
        Assert.Equal(Hopeless, goal.Judge(SMPL, SMPL));
    }

    [Fact]
    public void A_delete_is_over_when_the_pair_is_gone()
    {
        foreach (var technology in Enum.GetValues<Technology>())
        {
            var goal = WaitGoal.NaturalEnd(technology, PairOperation.Delete);
            Assert.True(goal.GoneIsEnd);
            Assert.Equal(OnTheWay, goal.Judge(PAIR, PAIR));
            Assert.Equal(Met, goal.Judge(SMPL, SMPL));
        }
    }

    [Fact]
    public void A_forced_suspend_does_not_fail_on_the_status_it_asked_for() =>
        Assert.Equal(Met, WaitGoal.NaturalEnd(ShadowImage, PairOperation.Split with { ForceSuspend = true }).Judge(PSUE, PSUE));

    [Fact]
    public void A_settled_split_never_becomes_paired_by_itself_but_a_resync_under_way_does()
    {
        var goal = WaitGoal.For(ShadowImage, [PAIR]);
        var split = PairState.None(ShadowImage).Becoming(PairCondition.SplitDone);
        Assert.False(Outlook.WillBecomeByItself(split, goal, "A"));
        Assert.True(Outlook.WillBecomeByItself(split.Becoming(PairCondition.Resyncing), goal, "A"));
        Assert.False(Outlook.WillBecomeByItself(split.Becoming(PairCondition.SteadySplit), goal, "A"));
        Assert.False(Outlook.CanStillBecome(ShadowImage, PSUS, SSUS, [PAIR]));
    }

    [Fact]
    public void A_goal_reads_as_an_operator_writes_it()
    {
        Assert.Equal("PSUS/SSUS|PSUS", WaitGoal.NaturalEnd(TrueCopy, PairOperation.Split).ToString());
        Assert.Equal("any/SSWS or PAIR|PFUL/PAIR|PFUL with the roles exchanged", WaitGoal.NaturalEnd(TrueCopy, PairOperation.Takeover).ToString());
    }
}
