namespace RunbookEngine.Arrays.Snapshots;

/// <summary>Body of the creation of a Thin Image pair, as the array spells it.</summary>
internal sealed record CreateSnapshotRequest
{
    public required string SnapshotGroupName { get; init; }
    public required int SnapshotPoolId { get; init; }
    public required int PvolLdevId { get; init; }
    public int? SvolLdevId { get; init; }
    public int? MuNumber { get; init; }
    public bool? IsConsistencyGroup { get; init; }
    public bool? AutoSplit { get; init; }
    public bool? CanCascade { get; init; }
    public bool? IsClone { get; init; }
    public bool? ClonesAutomation { get; init; }
    public string? CopySpeed { get; init; }
    public bool? IsDataReductionForceCopy { get; init; }
    public int? RetentionPeriod { get; init; }
}

/// <summary>Parameters of the actions; each takes some of them. Retention in hours.</summary>
internal sealed record SnapshotActionRequest
{
    public bool? AutoSplit { get; init; }
    public int? RetentionPeriod { get; init; }
    public string? CopySpeed { get; init; }
    public int? SvolLdevId { get; init; }
    public string? OperationType { get; init; }
}
