using RunbookEngine.Activities.Pairs;
using RunbookEngine.Arrays.Journals;
using RunbookEngine.Arrays.QuorumDisks;
using RunbookEngine.Journal;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Tests.Pairs;

/// <summary>What a copy may lack when it is taken over: told in time and bytes only where something proves it, and never left empty.</summary>
public class RecoveryPointTests
{
    private const string Production = "900000040014";
    private const string Other = "900000040015";

    private static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 0, 0, TimeSpan.Zero);

    public static TheoryData<Technology, PairStatus> Statuses
    {
        get
        {
            var data = new TheoryData<Technology, PairStatus>();
            foreach (var technology in Enum.GetValues<Technology>().Where(t => t.IsRemote()))
            {
                foreach (var status in Enum.GetValues<PairStatus>())
                    data.Add(technology, status);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Every_status_of_every_technology_has_a_bound_in_words(Technology technology, PairStatus status)
    {
        foreach (var taken in new[] { false, true })
        {
            var bound = RecoveryPoint.Of(Sight(technology, status), [], taken);
            Assert.Equal("cg", bound.CopyGroup);
            Assert.True(bound.Text.Length > 20, bound.Text);
        }
    }

    /// <remarks>The rows are those of horctakeover for an S-VOL whose P-VOL cannot be asked (CCI guide, takeover state table).</remarks>
    [Theory]
    [InlineData(PairStatus.PAIR, FenceLevel.Data, true)]
    [InlineData(PairStatus.PAIR, FenceLevel.Status, true)]
    [InlineData(PairStatus.PAIR, FenceLevel.Never, false)]
    [InlineData(PairStatus.PSUE, FenceLevel.Data, true)]
    [InlineData(PairStatus.PSUE, FenceLevel.Status, false)]
    [InlineData(PairStatus.PSUE, FenceLevel.Never, false)]
    [InlineData(PairStatus.SSUS, FenceLevel.Data, false)]
    [InlineData(PairStatus.SSUS, FenceLevel.Never, false)]
    [InlineData(PairStatus.SSWS, FenceLevel.Data, false)]
    public void TrueCopy_loses_nothing_where_the_fence_level_kept_production_from_writing_on(PairStatus svol, FenceLevel fence, bool nothing)
    {
        var bound = RecoveryPoint.Of(Sight(Technology.TrueCopy, svol, fence), [], taken: false);
        Assert.Equal(nothing ? (0d, 0L) : (null, null), (bound.Seconds, bound.Bytes));
        Assert.Contains($"fence level {fence.ToString().ToUpperInvariant()}", bound.Text);
        Assert.Equal(!nothing, bound.Text.Contains("is not known", StringComparison.Ordinal));
    }

    [Fact]
    public void TrueCopy_without_a_fence_is_bounded_by_the_last_reading_that_showed_both_sides_in_step()
    {
        var sight = Sight(Technology.TrueCopy, PairStatus.PAIR, FenceLevel.Never);
        DeliveryReading[] known =
        [
            Reading(minutesAgo: 90), Reading(minutesAgo: 30), Reading(minutesAgo: 10) with { InStep = false },
            Reading(minutesAgo: 1) with { CopyGroup = "another" },
            // The roles were exchanged then: what was in step with whom is another matter.
            Reading(minutesAgo: 2) with { Pvols = Other, Svols = Production },
        ];
        var bound = RecoveryPoint.Of(sight, known, taken: true);
        Assert.Equal((Now.AddMinutes(-30), 1800d, null), (bound.UpTo, bound.Seconds, bound.Bytes));
    }

    [Fact]
    public void Universal_Replicator_is_bounded_by_the_newest_reading_whose_every_write_has_come_to_the_restore_journal()
    {
        var sight = Sight(Technology.UniversalReplicator, PairStatus.PAIR) with { Restore = Journal("00000200", usage: 0) };
        DeliveryReading[] known =
        [
            Journalled(Reading(minutesAgo: 60), "00000100"), Journalled(Reading(minutesAgo: 20), "00000200"), Journalled(Reading(minutesAgo: 5), "00000201"),
        ];
        var bound = RecoveryPoint.Of(sight, known, taken: false);
        Assert.Equal((Now.AddMinutes(-20), 1200d, 8L << 30), (bound.UpTo, bound.Seconds, bound.Bytes));

        // More of what had been received was applied meanwhile.
        var after = RecoveryPoint.Of(sight with { Restore = Journal("00000201", usage: 0) }, known, taken: true);
        Assert.Equal((Now.AddMinutes(-5), 300d), (after.UpTo, after.Seconds));
    }

    [Fact]
    public void Universal_Replicator_without_a_reading_has_the_journals_capacity_as_its_bound_and_says_that_no_time_is_known()
    {
        var bound = RecoveryPoint.Of(Sight(Technology.UniversalReplicator, PairStatus.PAIR) with { Restore = Journal("00000200", usage: 0) }, [], taken: false);
        Assert.Equal((null, 8L << 30), (bound.Seconds, bound.Bytes));
        Assert.Contains("is not known", bound.Text);
    }

    [Fact]
    public void A_suspended_mirror_has_no_bound_in_bytes()
    {
        var known = Journalled(Reading(minutesAgo: 60), "00000100");
        foreach (var status in new[] { PairStatus.PSUE, PairStatus.PFUS, PairStatus.SSUS })
        {
            var bound = RecoveryPoint.Of(Sight(Technology.UniversalReplicator, status) with { Restore = Journal("00000200", usage: 0) }, [known], taken: true);
            Assert.Equal((3600d, null), (bound.Seconds, bound.Bytes));
        }
    }

    [Theory]
    [InlineData(0, 0L, 0d)]
    [InlineData(10, 820L, null)]
    public void Production_that_answers_tells_what_is_not_delivered_yet(int usage, long waiting, double? seconds)
    {
        var sight = Sight(Technology.UniversalReplicator, PairStatus.PAIR, production: PairStatus.PAIR) with
        {
            Master = Journal("00000400", usage) with { QCount = waiting },
            Restore = Journal("00000200", usage: 0),
        };
        var bound = RecoveryPoint.Of(sight, [], taken: false);
        Assert.Equal(((8L << 30) * usage / 100, seconds), (bound.Bytes, bound.Seconds));
    }

    [Theory]
    [InlineData(PairStatus.PAIR, IoMode.Mirror, true)]
    [InlineData(PairStatus.SSWS, IoMode.Local, true)]
    [InlineData(PairStatus.PAIR, IoMode.Block, false)]
    [InlineData(PairStatus.PSUE, IoMode.Block, false)]
    [InlineData(PairStatus.SSUS, IoMode.Block, false)]
    public void Global_active_device_is_judged_by_how_the_S_VOLs_serve_and_says_what_the_quorum_disk_says(PairStatus svol, IoMode mode, bool nothing)
    {
        var state = PairState.Observed(Technology.GlobalActiveDevice, PairStatus.Unknown, svol, FenceLevel.Never, null, mode);
        var sight = Sight(Technology.GlobalActiveDevice, svol) with
        {
            Pairs = [("a", state)],
            QuorumId = 0,
            Quorums = [("osaka", new QuorumDisk { Id = 0, Status = "NORMAL" })],
        };
        var bound = RecoveryPoint.Of(sight, [Reading(minutesAgo: 30)], taken: false);
        Assert.Equal(nothing ? 0d : 1800d, bound.Seconds);
        Assert.Contains("quorum disk 0 seen from osaka: NORMAL", bound.Text);
        Assert.Contains("I/O mode", bound.Text);
    }

    /// <summary>The statuses of before a takeover do not tell whether the quorum had stopped this side.</summary>
    [Theory]
    [InlineData(PairStatus.PAIR, null, true, true)]
    [InlineData(PairStatus.PAIR, null, false, false)]
    [InlineData(PairStatus.PAIR, IoMode.Block, true, false)]
    [InlineData(PairStatus.PSUE, null, true, false)]
    [InlineData(PairStatus.SSWS, IoMode.Local, false, true)]
    public void Global_active_device_that_was_taken_over_lost_nothing_only_where_it_was_served_before(PairStatus before, IoMode? mode, bool served, bool nothing)
    {
        var state = PairState.Observed(Technology.GlobalActiveDevice, PairStatus.Unknown, before, FenceLevel.Never, null, mode);
        var bound = RecoveryPoint.Of(Sight(Technology.GlobalActiveDevice, before) with { Pairs = [("a", state)] }, [Reading(minutesAgo: 30)], taken: true, served);
        Assert.Equal(nothing ? 0d : 1800d, bound.Seconds);
    }

    [Fact]
    public void A_copy_that_was_not_whole_has_no_bound_at_all()
    {
        foreach (var technology in Enum.GetValues<Technology>().Where(t => t.IsRemote()))
        {
            var bound = RecoveryPoint.Of(Sight(technology, PairStatus.COPY), [Reading(minutesAgo: 30)], taken: false);
            Assert.Equal((null, null), (bound.Seconds, bound.Bytes));
            Assert.Contains("of no use", bound.Text);
        }
    }

    [Theory]
    [InlineData("00000100", "00000100", true)]
    [InlineData("00000100", "000000ff", false)]
    [InlineData("fffffff0", "00000010", true)]
    [InlineData("00000010", "fffffff0", false)]
    [InlineData(null, "00000010", false)]
    [InlineData("00000010", "not hex", false)]
    public void Sequence_numbers_are_compared_across_their_overflow(string? written, string? restored, bool reached) =>
        Assert.Equal(reached, (Reading(1) with { Marker = written }).IsReachedBy(restored));

    private static GroupSight Sight(Technology technology, PairStatus svol, FenceLevel? fence = null, PairStatus production = PairStatus.Unknown) =>
        new("cg", technology, "tokyo", "osaka", Production, Other, Now)
        {
            Pairs = [("a", PairState.Observed(technology, production, svol, fence))],
            Alone = production == PairStatus.Unknown ? "osaka" : null,
        };

    private static DeliveryReading Reading(int minutesAgo) => new("cg", "truecopy", Production, Other, InStep: true, Now.AddMinutes(-minutesAgo));

    private static DeliveryReading Journalled(DeliveryReading reading, string marker) => reading with
    {
        Technology = "universal-replicator",
        Journal = 1,
        Marker = marker,
        UsagePercent = 3,
        CapacityBytes = 8L << 30,
        Waiting = 4,
    };

    private static ReplicationJournal Journal(string marker, int usage) =>
        new() { JournalId = 1, MuNumber = 0, Status = "SJNN", UsagePercent = usage, QMarker = marker, CapacityBytes = 8L << 30 };
}
