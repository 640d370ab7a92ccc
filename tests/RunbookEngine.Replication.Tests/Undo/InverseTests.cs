using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Undo;
using RunbookEngine.Replication.Vocabulary;
using Xunit;
using static RunbookEngine.Replication.States.PairCondition;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Replication.Tests.Undo;

public class InverseTests
{
    public static TheoryData<Technology> Technologies => [.. Enum.GetValues<Technology>()];

    [Theory, MemberData(nameof(Technologies))]
    public void A_way_back_leads_back_through_the_model_from_the_end_and_from_half_way(Technology technology)
    {
        var found = 0;
        foreach (var (before, done, now) in Situations(technology))
        {
            if (Inverse.Of(before, done, now, accepted: true) is UndoPlan.Possible plan)
            {
                found++;
                var at = plan.Steps[0].SettleFirst is null ? now : StatusModel.Settle(now);
                foreach (var step in plan.Steps)
                {
                    var accepted = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(at, step.Operation));
                    Assert.Equal(accepted.Copy, step.Copy);
                    at = accepted.Final;
                }

                Assert.True(at.Matches(StatusModel.Settle(before)), $"{before} {before.Condition}, {done}, {now}: ends in {at.Condition}");
            }
        }

        Assert.True(found > 0);
    }

    [Theory, MemberData(nameof(Technologies))]
    public void Every_situation_gets_an_answer_whatever_is_read(Technology technology)
    {
        foreach (var before in Cases.States(technology).Take(12))
        {
            foreach (var done in Cases.Operations(technology))
            {
                foreach (var now in Cases.Readings(technology))
                {
                    Assert.NotNull(Inverse.Of(before, done, now));
                }
            }
        }
    }

    [Theory, MemberData(nameof(Technologies))]
    public void A_pair_that_did_not_move_needs_no_undo(Technology technology)
    {
        foreach (var before in Cases.States(technology))
        {
            foreach (var done in Cases.Operations(technology).Where(o => o.Action is not PairAction.Restore && !o.AutoSplit))
            {
                Assert.IsType<UndoPlan.NotNeeded>(Inverse.Of(before, done, before));
            }
        }
    }

    [Theory, MemberData(nameof(Technologies))]
    public void Restore_delete_clone_and_takeover_are_never_undone_by_a_program(Technology technology)
    {
        foreach (var (before, done, now) in Situations(technology))
        {
            var final = done.Action is PairAction.Restore or PairAction.Delete or PairAction.Takeover or PairAction.Clone || done.SvolOperationMode is not null;
            if (final && !now.Matches(before) && !now.Matches(StatusModel.Settle(before)))
            {
                Assert.IsType<UndoPlan.Impossible>(Inverse.Of(before, done, now));
            }
        }
    }

    public static TheoryData<string, Technology, PairCondition, PairOperation, string> Ways => new()
    {
        { "UR split from PAIR", UniversalReplicator, Paired, PairOperation.Split with { SvolAccess = HostAccess.ReadWrite }, "Resync Delta" },
        { "TC split from PAIR", TrueCopy, Paired, PairOperation.Split, "Resync Delta" },
        { "TC split, protected", TrueCopy, Paired, PairOperation.Split with { PvolWriteProtect = true }, "Resync Delta" },
        { "SI split from PAIR", ShadowImage, Paired, PairOperation.Split, "Resync Delta" },
        { "SI force suspend from PAIR", ShadowImage, Paired, PairOperation.Split with { ForceSuspend = true }, "Resync Full" },
        { "SI resync", ShadowImage, SplitDone, PairOperation.Resync, "Split Delta" },
        { "UR resync of a writable split", UniversalReplicator, SplitWritable, PairOperation.Resync, "Split rw None" },
        { "TC resync of a protected split", TrueCopy, SplitProtected, PairOperation.Resync, "Split protected None" },
        { "UR create", UniversalReplicator, Simplex, PairOperation.Create, "Delete None" },
        { "GAD create", GlobalActiveDevice, Simplex, PairOperation.Create, "Split None, Delete None" },
        { "GAD split", GlobalActiveDevice, Paired, PairOperation.Split, "Resync Delta" },
        { "TI split", ThinImage, Paired, PairOperation.Split, "Resync None" },
        { "UR swap resync of a split", UniversalReplicator, SplitWritable, PairOperation.SwapResync, "Split None, SwapResync Delta, Split rw None" },
    };

    [Theory, MemberData(nameof(Ways))]
    public void The_way_back_is_what_a_person_would_do(string situation, Technology technology, PairCondition from, PairOperation done, string way)
    {
        Assert.NotEmpty(situation);
        var before = PairState.None(technology).Becoming(from);
        var now = Assert.IsType<Prediction.Accepted>(StatusModel.Predict(before, done)).Final;
        var plan = Assert.IsType<UndoPlan.Possible>(Inverse.Of(before, done, now));
        Assert.Equal(way, string.Join(", ", plan.Steps.Select(s => $"{s.Operation.Action}{Option(s.Operation)} {s.Copy}")));
    }

    [Fact]
    public void A_split_that_ended_in_psue_is_undone_by_a_resync_that_says_it_copies_everything()
    {
        var before = PairState.None(ShadowImage).Becoming(Paired);
        var plan = Assert.IsType<UndoPlan.Possible>(Inverse.Of(before, PairOperation.Split, before.Becoming(Suspended)));
        Assert.Equal(CopyKind.Full, plan.Steps[0].Copy);
    }

    [Fact]
    public void A_split_that_is_still_copying_settles_first()
    {
        var before = PairState.None(ShadowImage).Becoming(Paired);
        var now = PairState.Observed(ShadowImage, PairStatus.COPY, PairStatus.COPY);
        var step = Assert.IsType<UndoPlan.Possible>(Inverse.Of(before, PairOperation.Split, now)).Steps[0];
        Assert.Equal(PairAction.Resync, step.Operation.Action);
        Assert.Contains("PSUS", step.SettleFirst?.ToString());
    }

    [Fact]
    public void A_split_that_was_accepted_and_still_shows_pair_is_not_called_undone()
    {
        var before = PairState.None(UniversalReplicator).Becoming(Paired);
        var now = PairState.Observed(UniversalReplicator, PairStatus.PAIR, PairStatus.PAIR);
        Assert.IsType<UndoPlan.NotNeeded>(Inverse.Of(before, PairOperation.Split, now));
        var step = Assert.IsType<UndoPlan.Possible>(Inverse.Of(before, PairOperation.Split, now, accepted: true)).Steps[0];
        Assert.Equal((PairAction.Resync, true), (step.Operation.Action, step.SettleFirst is not null));
    }

    [Fact]
    public void A_split_read_without_its_options_comes_back_read_only_and_says_so()
    {
        var before = PairState.Observed(UniversalReplicator, PairStatus.PSUS, PairStatus.SSUS);
        var now = PairState.Observed(UniversalReplicator, PairStatus.PAIR, PairStatus.PAIR);
        var plan = Assert.IsType<UndoPlan.Possible>(Inverse.Of(before, PairOperation.Resync, now));
        Assert.Equal(PairOperation.Split, plan.Steps[^1].Operation);
        Assert.Contains(plan.Warnings, w => w.Contains("read only"));
    }

    [Fact]
    public void A_snapshot_that_was_replaced_is_not_called_unchanged()
    {
        var before = PairState.None(ThinImage).Becoming(SplitDone);
        Assert.IsType<UndoPlan.Impossible>(Inverse.Of(before, PairOperation.Resync with { AutoSplit = true }, before));
    }

    private static string Option(PairOperation operation) =>
        operation.SvolAccess == HostAccess.ReadWrite ? " rw" : operation.PvolWriteProtect ? " protected" : "";

    private static IEnumerable<(PairState Before, PairOperation Done, PairState Now)> Situations(Technology technology) =>
        from before in Cases.States(technology).Where(s => s.PathsUp)
        from done in Cases.Operations(technology)
        let accepted = StatusModel.Predict(before, done) as Prediction.Accepted
        where accepted is not null
        from now in new[] { accepted.Intermediate, accepted.Final, StatusModel.After(before, PairEvent.PairFault) }
        select (before, done, now);
}
