using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.RemotePairs;

/// <summary>A TC, UR or GAD pair as one array alone knows it, whether a copy group holds it or not.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Getting TrueCopy or Universal Replicator pair information".</remarks>
public sealed record RemotePairEntry
{
    public required int LdevId { get; init; }

    /// <summary>Is the volume on this array the P-VOL?</summary>
    public required bool IsPvol { get; init; }

    /// <summary>Of the volume on this array.</summary>
    public required PairStatus Status { get; init; }

    /// <summary>As the array wrote it.</summary>
    public string? StatusText { get; init; }

    public int? MuNumber { get; init; }

    public int? RemoteLdevId { get; init; }

    public string? RemoteSerialNumber { get; init; }
}
