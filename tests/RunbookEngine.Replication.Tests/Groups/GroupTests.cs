using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using Xunit;
using static RunbookEngine.Replication.Vocabulary.PairStatus;
using static RunbookEngine.Replication.Vocabulary.Technology;

namespace RunbookEngine.Replication.Tests.Groups;

public class UnitRulesTests
{
    [Fact]
    public void Universal_replicator_is_split_resynced_swapped_and_taken_over_by_group_only()
    {
        foreach (var action in new[] { PairAction.Split, PairAction.Resync, PairAction.SwapResync, PairAction.Takeover })
        {
            Assert.Equal([OperationUnit.Group], UnitRules.UnitsOf(UniversalReplicator, action));
            Assert.Contains(OperationUnit.Pair, UnitRules.UnitsOf(TrueCopy, action));
        }

        Assert.Contains(OperationUnit.Pair, UnitRules.UnitsOf(UniversalReplicator, PairAction.Delete));
    }

    [Fact]
    public void A_create_goes_by_pair_for_every_technology() =>
        Assert.All(Enum.GetValues<Technology>(), t => Assert.Equal([OperationUnit.Pair], UnitRules.UnitsOf(t, PairAction.Create)));

    [Fact]
    public void A_resync_changes_consistency_group_membership_by_group_only()
    {
        var resync = PairOperation.Resync with { ConsistencyGroup = new(true, 4) };
        Assert.NotNull(UnitRules.Refuse(TrueCopy, resync, OperationUnit.Pair));
        Assert.Null(UnitRules.Refuse(TrueCopy, resync, OperationUnit.Group));
    }
}

public class GroupStatusTests
{
    [Fact]
    public void A_uniform_group_reads_as_one_status_and_a_mixed_one_is_counted()
    {
        Assert.Equal("PAIR/PAIR", GroupStatus.Of([(PAIR, PAIR), (PAIR, PAIR)]).ToString());
        var mixed = GroupStatus.Of([(PSUS, SSUS), (PAIR, PAIR), (PAIR, PAIR)]);
        Assert.Equal("2 PAIR/PAIR, 1 PSUS/SSUS", mixed.ToString());
        Assert.True(mixed.IsMixed);
        Assert.Equal(3, mixed.Pairs);
        Assert.Equal("no pairs", GroupStatus.Of(Array.Empty<PairState>()).ToString());
    }
}

public class SharingRulesTests
{
    public static IEnumerable<TheoryDataRow<Technology, PairOperation, SharedVolume, bool>> Cells()
    {
        // SI P-VOL shared with a UR P-VOL or S-VOL: UR status x SI operation.
        (string Name, PairOperation Operation)[] si =
        [
            ("create", PairOperation.Create), ("split", PairOperation.Split), ("suspend", PairOperation.Split with { ForceSuspend = true }),
            ("delete", PairOperation.Delete), ("resync", PairOperation.Resync), ("quick resync", PairOperation.Resync with { Quick = true }),
            ("restore", PairOperation.Restore), ("quick restore", PairOperation.Restore with { Quick = true }),
        ];
        foreach (var (p, s, reverse) in new[] { (COPY, COPY, false), (PAIR, PAIR, false), (PSUS, SSUS, true), (PSUE, PSUE, true) })
        {
            foreach (var sharing in new[] { Sharing.PvolIsTheirPvol, Sharing.PvolIsTheirSvol })
            {
                foreach (var (name, operation) in si)
                {
                    var other = new SharedVolume("ur01", sharing, PairState.Observed(UniversalReplicator, p, s));
                    var allowed = operation.Action != PairAction.Restore || reverse;
                    yield return new(ShadowImage, operation, other, allowed)
                    {
                        TestDisplayName = $"SI {name} with UR {p} sharing {sharing} is {(allowed ? "Y" : "N")}",
                    };
                }
            }
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Sharing_table(Technology technology, PairOperation operation, SharedVolume other, bool allowed) =>
        Assert.Equal(allowed, SharingRules.Check(technology, operation, [other]).Count == 0);

    public static TheoryData<PairStatus, PairStatus, bool> OtherCopies => new()
    {
        { PAIR, PAIR, false }, { COPY, COPY, false }, { RCPY, RCPY, false }, { PSUS, COPY, false }, { PSUS, SSUS, true }, { PSUE, PSUE, true },
    };

    [Theory, MemberData(nameof(OtherCopies))]
    public void A_restore_needs_every_other_copy_of_the_p_vol_split_or_suspended(PairStatus p, PairStatus s, bool allowed)
    {
        var other = new SharedVolume("bk02", Sharing.PvolIsTheirPvol, PairState.Observed(ShadowImage, p, s));
        var conflicts = SharingRules.Check(ShadowImage, PairOperation.Restore, [other]);
        Assert.Equal(allowed, conflicts.Count == 0);
        Assert.All(conflicts, c => Assert.Contains($"bk02 is in {p}/{s}", c.Why));
    }

    [Fact]
    public void While_one_copy_is_being_restored_the_others_take_suspend_and_delete_only()
    {
        var other = new SharedVolume("bk02", Sharing.PvolIsTheirPvol, PairState.Observed(ShadowImage, RCPY, RCPY));
        Assert.All(new[] { PairOperation.Create, PairOperation.Split, PairOperation.Resync },
            o => Assert.Single(SharingRules.Check(ShadowImage, o, [other])));
        Assert.All(new[] { PairOperation.Delete, PairOperation.Split with { ForceSuspend = true } },
            o => Assert.Empty(SharingRules.Check(ShadowImage, o, [other])));
    }

    [Fact]
    public void A_snapshot_is_never_restored_to_a_remote_s_vol()
    {
        foreach (var row in Cases.States(UniversalReplicator))
        {
            var other = new SharedVolume("ur01", Sharing.PvolIsTheirSvol, row);
            Assert.Single(SharingRules.Check(ThinImage, PairOperation.Restore, [other]));
        }
    }
}

public class GroupPredictionTests
{
    [Fact]
    public void A_mixed_group_is_told_what_happens_to_each_member()
    {
        PairState[] pairs = [.. new[] { (PAIR, PAIR), (PSUS, SSUS), (SMPL, SMPL) }.Select(s => PairState.Observed(TrueCopy, s.Item1, s.Item2))];
        var split = GroupPrediction.Of(pairs, PairOperation.Split);
        Assert.Equal((1, 1, 1, true), (split.Accepted, split.Ignored, split.Refused, split.BreaksHalfWay));
        Assert.False(GroupPrediction.Of(pairs.Take(2), PairOperation.Split).BreaksHalfWay);
        Assert.True(GroupPrediction.Of(pairs.Skip(1).Take(1), PairOperation.Split).DoesNothing);
    }

    [Fact]
    public void One_member_in_psue_makes_the_resync_of_a_shadow_image_group_a_full_copy()
    {
        PairState[] pairs = [.. new[] { (PSUS, SSUS), (PSUE, PSUE) }.Select(s => PairState.Observed(ShadowImage, s.Item1, s.Item2))];
        Assert.Equal(CopyKind.Full, GroupPrediction.Of(pairs, PairOperation.Resync).Copy);
        Assert.Equal(CopyKind.Delta, GroupPrediction.Of(pairs.Take(1), PairOperation.Resync).Copy);
    }
}
