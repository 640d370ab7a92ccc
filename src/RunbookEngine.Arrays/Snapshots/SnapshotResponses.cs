using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Snapshots;

/// <summary>A snapshot group as the array spells it.</summary>
internal sealed record SnapshotGroupResponse(string? SnapshotGroupName, IReadOnlyList<SnapshotResponse>? Snapshots);

/// <summary>A Thin Image pair as the array spells it. It has one status, that of the pair.</summary>
internal sealed record SnapshotResponse(
    string? SnapshotId,
    string? SnapshotGroupName,
    int? PvolLdevId,
    int? SvolLdevId,
    int? MuNumber,
    int? SnapshotPoolId,
    string? Status,
    int? ConsistencyGroupId,
    int? ConcordanceRate,
    int? ProgressRate,
    string? SplitTime,
    int? RetentionPeriod,
    string? PvolProcessingStatus,
    string? SvolProcessingStatus)
{
    public Pair ToPair(CopyGroupRef group) => new()
    {
        Ref = new PairRef(group, SnapshotId ?? $"{PvolLdevId},{MuNumber}"),
        Technology = Technology.ThinImage,
        Pvol = Side(group, PvolLdevId, PvolProcessingStatus),
        Svol = Side(group, SvolLdevId, SvolProcessingStatus),
        ProgressPercent = ProgressRate ?? ConcordanceRate,
        ConsistencyGroupId = ConsistencyGroupId,
        MuNumber = MuNumber,
        SnapshotTime = SplitTime,
        SnapshotPoolId = SnapshotPoolId,
        RetentionHours = RetentionPeriod,
    };

    private PairVolume Side(CopyGroupRef group, int? ldevId, string? processing) => new()
    {
        LdevId = ldevId,
        StorageDeviceId = group.StorageDeviceId,
        Status = PairVolume.StatusOf(Status),
        StatusText = Status,
        IsExpanding = processing is null ? null : processing == "E",
    };
}
