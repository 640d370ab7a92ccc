namespace RunbookEngine.Arrays.Volumes;

/// <summary>A logical volume (LDEV).</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Getting volume information".</remarks>
public sealed record Volume
{
    public required int LdevId { get; init; }

    /// <summary>False for a slot without a volume (<c>NOT DEFINED</c>).</summary>
    public required bool IsDefined { get; init; }

    public string? EmulationType { get; init; }

    public long? CapacityBytes { get; init; }

    /// <summary><c>NML</c> normal, <c>BLK</c> blocked, <c>BSY</c> changing.</summary>
    public string? Status { get; init; }

    /// <summary>What the volume is part of: <c>HORC</c> TC or UR, <c>GAD</c>, <c>MRCF</c> SI, <c>HTI</c> TI, <c>JNL</c>, <c>HDP</c> …</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    public IReadOnlyList<VolumePath> Paths { get; init; } = [];

    public string? Label { get; init; }

    public int? PoolId { get; init; }

    public int? ResourceGroupId { get; init; }

    /// <summary>What hosts know the volume by: its own number unless another was assigned; <see cref="VolumeRequest.Reserved"/> with the reserve attribute;
    /// null for a volume without one.</summary>
    public int? VirtualId { get; init; }

    /// <summary>The volume carries the reserve attribute that a GAD S-VOL must have.</summary>
    public bool HasGadReserve { get; init; }
}

/// <summary>A way from a host to a volume.</summary>
public sealed record VolumePath(string? PortId, int? HostGroupNumber, string? HostGroupName, int? Lun);
