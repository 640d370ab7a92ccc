using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.Predictions;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Estimates;

/// <summary>What an estimate is made from: one operation on the pairs of a group.</summary>
/// <param name="Bytes">What is copied, all pairs together: allocated bytes for a full copy, differential bytes for a delta.</param>
public sealed record CopyWork(Technology Technology, PairOperation Operation, CopyKind Copy, long Bytes)
{
    /// <summary>Pairs that copy side by side. 1 or more; default 1.</summary>
    public int Pairs { get; init; } = 1;

    /// <summary>Pairs one array copies at the same time; more wait in COPY. Default 64.</summary>
    public int PairsAtOnce { get; init; } = 64;

    /// <summary>Bytes a second that the paths between the arrays carry; null when not known. Not used inside one array.</summary>
    public long? LinkBytesPerSecond { get; init; }

    /// <summary>UR: initial copy pace of the mirror. Default medium.</summary>
    public MirrorCopyPace MirrorPace { get; init; } = MirrorCopyPace.Medium;

    /// <summary>UR: bytes in the journal that have not reached the S-VOLs: about capacity × usage rate.</summary>
    public long BacklogBytes { get; init; }

    /// <summary>ShadowImage split of a consistency group: bytes that still have to reach its P-VOLs, which are Universal Replicator S-VOLs. The split
    /// waits for them, six hours at most.</summary>
    public long FeedBacklogBytes { get; init; }

    /// <summary>Bytes a second at which they come; null when not known.</summary>
    public long? FeedBytesPerSecond { get; init; }

    /// <summary>UR: bytes a second that hosts write meanwhile and the paths must carry too.</summary>
    public long InflowBytesPerSecond { get; init; }
}

/// <summary>Copy pace of a UR mirror: L, M, H on the wire.</summary>
public enum MirrorCopyPace
{
    Low,
    Medium,
    High,
}
