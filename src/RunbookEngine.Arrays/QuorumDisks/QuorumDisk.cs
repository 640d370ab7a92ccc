namespace RunbookEngine.Arrays.QuorumDisks;

/// <summary>The tie-breaker of global-active device pairs; both arrays register the same number.</summary>
public sealed record QuorumDisk
{
    /// <summary>0 to 31.</summary>
    public required int Id { get; init; }

    public string? RemoteSerialNumber { get; init; }

    /// <summary>The external volume; null for a quorum without one.</summary>
    public int? LdevId { get; init; }

    /// <summary><c>NORMAL</c>; left out by some arrays for a quorum without a volume.</summary>
    public string? Status { get; init; }
}
