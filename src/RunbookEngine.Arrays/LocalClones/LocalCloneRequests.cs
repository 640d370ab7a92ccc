namespace RunbookEngine.Arrays.LocalClones;

/// <summary>Body of the creation of a ShadowImage pair, as the array spells it.</summary>
internal sealed record CreateLocalCloneRequest
{
    public required string CopyGroupName { get; init; }
    public required string CopyPairName { get; init; }
    public string ReplicationType { get; init; } = "SI";
    public required int PvolLdevId { get; init; }
    public required int SvolLdevId { get; init; }
    public required bool IsNewGroupCreation { get; init; }
    public string? PvolDeviceGroupName { get; init; }
    public string? SvolDeviceGroupName { get; init; }
    public int? PvolMuNumber { get; init; }
    public bool? IsConsistencyGroup { get; init; }
    public int? ConsistencyGroupId { get; init; }
    public bool? AutoSplit { get; init; }
    public bool? QuickMode { get; init; }
    public int? CopyPace { get; init; }
    public bool? IsDataReductionForceCopy { get; init; }
    public string? CopyMode { get; init; }
}

/// <summary>Parameters of split; resync and restore take the first two.</summary>
internal sealed record LocalCloneActionRequest
{
    public bool? QuickMode { get; init; }
    public int? CopyPace { get; init; }
    public bool? ForceSuspend { get; init; }
    public bool? ForceSplit { get; init; }
}

internal sealed record DeleteLocalCloneGroupRequest(bool ForceDelete);
