using RunbookEngine.Replication.Estimates;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.Vocabulary;
using Xunit;

namespace RunbookEngine.Replication.Tests.Estimates;

public class CopyEstimateTests
{
    /// <remarks>Source: ShadowImage guide MK-98RD9021, using consistency group pair split with shared volumes: an hour of backlog is an hour of split.</remarks>
    [Fact]
    public void A_local_split_of_UR_svols_takes_as_long_as_the_backlog_of_their_journal_and_its_own_copy()
    {
        var work = new CopyWork(Technology.ShadowImage, PairOperation.Split, CopyKind.Delta, 1_000_000_000);
        var alone = CopyEstimate.For(work);
        var fed = CopyEstimate.For(work with { FeedBacklogBytes = 3_600L * 10_000_000, FeedBytesPerSecond = 10_000_000 });
        Assert.Equal(alone.Expected + TimeSpan.FromHours(1), fed.Expected);
        Assert.Contains("journal", fed.LimitedBy, StringComparison.Ordinal);
        Assert.Equal(CopyEstimate.For(work with { Operation = PairOperation.Resync }),
            CopyEstimate.For(work with { Operation = PairOperation.Resync, FeedBacklogBytes = 1L << 40 }));
    }

    private const long Terabyte = 1_000_000_000_000;

    [Fact]
    public void More_data_never_takes_less_time_and_more_pace_never_more()
    {
        foreach (var technology in new[] { Technology.ShadowImage, Technology.TrueCopy, Technology.GlobalActiveDevice })
        {
            TimeSpan At(int pace, long bytes) =>
                CopyEstimate.For(new(technology, PairOperation.Resync with { CopyPace = pace }, CopyKind.Delta, bytes)).Expected!.Value;
            Assert.All(Enumerable.Range(1, 14), pace => Assert.True(At(pace, Terabyte) >= At(pace + 1, Terabyte)));
            Assert.All(Enumerable.Range(1, 10), n => Assert.True(At(3, n * Terabyte) <= At(3, (n + 1) * Terabyte)));
        }
    }

    [Fact]
    public void A_narrow_link_limits_all_pairs_together()
    {
        var work = new CopyWork(Technology.TrueCopy, PairOperation.Create, CopyKind.Full, Terabyte) { Pairs = 8, LinkBytesPerSecond = 100_000_000 };
        var estimate = CopyEstimate.For(work);
        Assert.Equal(10_002, estimate.Expected!.Value.TotalSeconds, 1.0);
        Assert.Contains("paths", estimate.LimitedBy);
        Assert.Contains("pace", CopyEstimate.For(work with { LinkBytesPerSecond = 100_000_000_000 }).LimitedBy);
    }

    [Fact]
    public void A_split_of_universal_replicator_takes_the_backlog_over_what_the_line_has_left()
    {
        var split = new CopyWork(Technology.UniversalReplicator, PairOperation.Split, CopyKind.None, 0)
        {
            BacklogBytes = 10_000_000_000,
            LinkBytesPerSecond = 125_000_000,
            InflowBytesPerSecond = 25_000_000,
        };
        Assert.Equal(103, CopyEstimate.For(split).Expected!.Value.TotalSeconds, 0.5);
        Assert.Null(CopyEstimate.For(split with { InflowBytesPerSecond = 125_000_000 }).Expected);
        var stopped = split with { Operation = PairOperation.Split with { DataSuspend = true } };
        Assert.True(CopyEstimate.For(stopped).Expected < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void What_copies_nothing_takes_seconds()
    {
        foreach (var technology in Enum.GetValues<Technology>())
        {
            foreach (var operation in Cases.Operations(technology))
            {
                var estimate = CopyEstimate.For(new(technology, operation, CopyKind.None, Terabyte));
                Assert.True(estimate.Fastest <= estimate.Expected && estimate.Expected <= estimate.Slowest);
                Assert.True(estimate.Expected <= TimeSpan.FromSeconds(10), $"{technology} {operation}");
            }
        }
    }

    [Fact]
    public void The_largest_amount_is_told_as_the_longest_span()
    {
        var work = new CopyWork(Technology.ShadowImage, PairOperation.Create with { CopyPace = 1 }, CopyKind.Full, long.MaxValue);
        Assert.Equal(CopyEstimate.Longest, CopyEstimate.For(work).Expected);
    }

    [Fact]
    public void A_negative_amount_or_no_pairs_is_refused()
    {
        var work = new CopyWork(Technology.ShadowImage, PairOperation.Create, CopyKind.Full, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => CopyEstimate.For(work with { Bytes = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => CopyEstimate.For(work with { Pairs = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => CopyEstimate.For(work with { LinkBytesPerSecond = 0 }));
    }
}
