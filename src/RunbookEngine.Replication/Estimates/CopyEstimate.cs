using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Estimates;

/// <summary>How long an operation takes to reach its end. The vendor publishes no rates, so the figures are round ones for planning:
/// half to three times the expected span is not unusual, and the span of an earlier run of the same runbook is better.</summary>
/// <param name="Expected">Null when it never ends: hosts write faster than the paths carry.</param>
/// <param name="LimitedBy">What a faster copy would need, in words.</param>
public sealed record CopyEstimate(TimeSpan? Expected, TimeSpan Fastest, TimeSpan? Slowest, string LimitedBy)
{
    /// <summary>Longest span that is told as such; anything above counts as this. 365 days.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    private const double Megabyte = 1_000_000;

    /// <summary>Megabytes a second of one pair at pace 3 inside one array.</summary>
    private const double LocalRate = 200;

    /// <summary>Megabytes a second of a Universal Replicator mirror at medium pace.</summary>
    private const double JournalRate = 60;

    /// <summary>Megabytes a second of one TC or GAD pair at pace 3.</summary>
    private const double SynchronousRate = 120;

    public static CopyEstimate For(CopyWork work)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(work.Bytes);
        ArgumentOutOfRangeException.ThrowIfNegative(work.BacklogBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(work.InflowBytesPerSecond);
        ArgumentOutOfRangeException.ThrowIfLessThan(work.Pairs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(work.PairsAtOnce, 1);
        if (work.LinkBytesPerSecond is { } link)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(link, 1, "LinkBytesPerSecond");
        }

        var estimate = DrainsJournal(work) ? Drain(work) : IsInstant(work) ? Span(FixedDelay(work), 0, "nothing is copied") : Copy(work);
        return work is { FeedBacklogBytes: > 0, Technology: Technology.ShadowImage, Operation.Action: PairAction.Split } ? estimate.AfterFeed(work) : estimate;
    }

    /// <summary>The split begins when the journal that writes its P-VOLs is through.</summary>
    /// <remarks>Source: ShadowImage guide MK-98RD9021, using consistency group pair split with shared volumes.</remarks>
    private CopyEstimate AfterFeed(CopyWork work)
    {
        var feed = Seconds(work.FeedBacklogBytes / Math.Max(1.0, work.FeedBytesPerSecond ?? JournalRate * Megabyte));
        return this with
        {
            Expected = Expected + feed,
            Fastest = Fastest + (feed / 2),
            Slowest = Slowest + (feed * 3),
            LimitedBy = "backlog of the journal that writes the P-VOLs: a consistency group split waits for it, six hours at most",
        };
    }

    /// <summary>A UR split, and a takeover, wait until the journal has been applied.</summary>
    private static bool DrainsJournal(CopyWork work) => work.Technology == Technology.UniversalReplicator
        && work.Operation is { Action: PairAction.Split, DataSuspend: false } or { Action: PairAction.Takeover };

    private static bool IsInstant(CopyWork work) =>
        work.Copy == CopyKind.None || work.Bytes == 0 || work.Operation is { Quick: true, Action: PairAction.Resync or PairAction.Restore };

    private static CopyEstimate Drain(CopyWork work)
    {
        if (work.BacklogBytes == 0)
        {
            return Span(FixedDelay(work), 0, "nothing is in the journal");
        }

        var line = work.LinkBytesPerSecond ?? PaceRate(work) * Megabyte;
        // A split drains up to its own moment, but what hosts write meanwhile shares the line.
        var rate = line - work.InflowBytesPerSecond;
        return rate <= 0
            ? new(null, Longest, null, "hosts write faster than the paths carry: the journal does not drain")
            : Span(FixedDelay(work), work.BacklogBytes / rate, "journal backlog and paths");
    }

    private static CopyEstimate Copy(CopyWork work)
    {
        var atOnce = Math.Min(work.Pairs, work.PairsAtOnce);
        var arrays = PaceRate(work) * Megabyte * (work.Technology == Technology.UniversalReplicator ? 1 : atOnce);
        var line = work.Technology.IsRemote() && work.LinkBytesPerSecond is { } link
            ? link - (work.Technology == Technology.UniversalReplicator ? work.InflowBytesPerSecond : 0)
            : double.PositiveInfinity;
        return line <= 0
            ? new(null, Longest, null, "hosts write faster than the paths carry: nothing is left for the copy")
            : Span(FixedDelay(work), work.Bytes / Math.Min(arrays, line), line < arrays ? "paths between the arrays" : "copy pace");
    }

    /// <summary>Megabytes a second: of one pair, or of the whole mirror (UR).</summary>
    private static double PaceRate(CopyWork work) => work.Technology switch
    {
        Technology.UniversalReplicator => work.MirrorPace switch { MirrorCopyPace.Low => 30, MirrorCopyPace.High => 120, _ => 60 },
        Technology.TrueCopy or Technology.GlobalActiveDevice => SynchronousRate * PaceFactor(work.Operation.CopyPace ?? 3),
        _ => LocalRate * PaceFactor(work.Operation.CopyPace ?? 3),
    };

    /// <summary>1 and 2 are low, 3 medium, 4 to 15 high (1.3 to 2 times medium).</summary>
    private static double PaceFactor(int pace) => pace switch
    {
        <= 1 => 0.25,
        2 => 0.5,
        3 => 1,
        _ => 1.3 + (0.7 * (Math.Min(pace, 15) - 4) / 11),
    };

    /// <summary>Seconds that an operation takes without any copy.</summary>
    private static double FixedDelay(CopyWork work) => work.Operation.Action switch
    {
        PairAction.Split => 3,
        PairAction.Takeover => 5,
        PairAction.SwapResync => 10,
        PairAction.Delete => 10,
        PairAction.Resync when work.Operation.Quick => 1,
        PairAction.Restore => 5,
        _ => 2,
    };

    private static CopyEstimate Span(double fixedSeconds, double copySeconds, string limitedBy) => new(
        Seconds(fixedSeconds + copySeconds), Seconds(fixedSeconds + (copySeconds / 2)), Seconds((3 * fixedSeconds) + (3 * copySeconds)), limitedBy);

    private static TimeSpan Seconds(double seconds) => seconds >= Longest.TotalSeconds ? Longest : TimeSpan.FromSeconds(seconds);
}
