namespace RunbookEngine.Arrays.RemoteMirrors;

/// <summary>Body of the creation of a TC, UR or GAD pair, as the array spells it.</summary>
internal sealed record CreateRemoteMirrorRequest
{
    public required string CopyGroupName { get; init; }
    public required string CopyPairName { get; init; }
    public required string ReplicationType { get; init; }
    public required string RemoteStorageDeviceId { get; init; }
    public required int PvolLdevId { get; init; }
    public required int SvolLdevId { get; init; }
    public required bool IsNewGroupCreation { get; init; }
    public string? LocalDeviceGroupName { get; init; }
    public string? RemoteDeviceGroupName { get; init; }
    public int? PathGroupId { get; init; }
    public int? MuNumber { get; init; }
    public bool? IsConsistencyGroup { get; init; }
    public int? ConsistencyGroupId { get; init; }
    public string? FenceLevel { get; init; }
    public int? CopyPace { get; init; }
    public bool? DoInitialCopy { get; init; }
    public bool? IsDataReductionForceCopy { get; init; }
    public int? PvolJournalId { get; init; }
    public int? SvolJournalId { get; init; }
    public bool? DoDeltaResyncSuspend { get; init; }
    public int? QuorumDiskId { get; init; }
}

internal sealed record SplitRemoteMirrorRequest
{
    public required string ReplicationType { get; init; }

    /// <summary><c>r</c> or <c>rw</c>.</summary>
    public string? SvolAccessMode { get; init; }

    public bool? DoPvolWriteProtect { get; init; }
    public bool? DoDataSuspend { get; init; }

    /// <summary><c>SSWS</c> or <c>PSUS</c>.</summary>
    public string? SvolOperationMode { get; init; }
}

internal sealed record ResyncRemoteMirrorRequest
{
    public required string ReplicationType { get; init; }
    public bool? DoSwapSvol { get; init; }
    public bool? IsConsistencyGroup { get; init; }
    public int? ConsistencyGroupId { get; init; }
    public string? FenceLevel { get; init; }
    public int? CopyPace { get; init; }
    public bool? DoFailback { get; init; }
    public int? FailbackMuNumber { get; init; }
}

/// <summary>Mode is <c>auto</c> or <c>forceSplit</c>; timeout in seconds.</summary>
internal sealed record TakeoverRequest(string Mode, int? Timeout);
