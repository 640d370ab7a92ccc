namespace RunbookEngine.Arrays.QuorumDisks;

/// <summary>A quorum disk as the array spells it.</summary>
internal sealed record QuorumDiskResponse(int? QuorumDiskId, string? RemoteSerialNumber, int? LdevId, string? Status)
{
    /// <summary>Some clients see -1 for a quorum without a volume.</summary>
    public QuorumDisk ToQuorumDisk() => new()
    {
        Id = QuorumDiskId!.Value,
        RemoteSerialNumber = RemoteSerialNumber,
        LdevId = LdevId < 0 ? null : LdevId,
        Status = Status,
    };
}
