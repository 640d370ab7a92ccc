using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Pairs;

/// <summary>One volume of a pair and what is said of it.</summary>
public sealed record PairVolume
{
    /// <summary>Decimal; null when the array cannot tell (partner down, broken group).</summary>
    public int? LdevId { get; init; }

    /// <summary>The array that holds the volume: the only reliable sign of who is P-VOL and who is S-VOL.</summary>
    public string? StorageDeviceId { get; init; }

    public PairStatus Status { get; init; }

    /// <summary>The status word as the array wrote it; null when it wrote none.</summary>
    public string? StatusText { get; init; }

    /// <summary>Universal Replicator: master journal on the P side, restore journal on the S side.</summary>
    public int? JournalId { get; init; }

    /// <summary>global-active device: <c>L/M</c> read local and write both, <c>L/L</c> local, <c>B/B</c> blocked.</summary>
    public string? IoMode { get; init; }

    /// <summary><c>S</c> shared memory, <c>D</c> hierarchical memory.</summary>
    public string? DifferenceData { get; init; }

    /// <summary>True while the volume's capacity is being expanded (<c>E</c>). It does not mean copying.</summary>
    public bool? IsExpanding { get; init; }

    internal static PairStatus StatusOf(string? text) =>
        text is not null && Enum.GetNames<PairStatus>().Contains(text) ? Enum.Parse<PairStatus>(text) : PairStatus.Unknown;
}
