using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.Volumes;

/// <summary>An LDEV as the array spells it.</summary>
internal sealed record VolumeResponse(
    int? LdevId,
    int? VirtualLdevId,
    string? EmulationType,
    long? BlockCapacity,
    string? Status,
    IReadOnlyList<string>? Attributes,
    IReadOnlyList<VolumePortResponse>? Ports,
    string? Label,
    int? PoolId,
    int? ResourceGroupId)
{
    /// <summary>Stands for the GAD reserve attribute.</summary>
    private const int GadReserve = 65535;

    /// <summary>Stands for a volume without a virtual id.</summary>
    private const int NoVirtualId = 65534;

    public Volume ToVolume() => new()
    {
        LdevId = LdevId!.Value,
        IsDefined = EmulationType is not (null or "NOT DEFINED"),
        EmulationType = EmulationType,
        CapacityBytes = Capacity.Bytes(BlockCapacity),
        Status = Status,
        Attributes = Attributes ?? [],
        Paths = [.. (Ports ?? []).Select(p => new VolumePath(p.PortId, p.HostGroupNumber, p.HostGroupName, p.Lun))],
        Label = Label,
        PoolId = PoolId,
        ResourceGroupId = ResourceGroupId,
        VirtualId = VirtualLdevId switch { null => LdevId, NoVirtualId => null, var id => id },
        HasGadReserve = VirtualLdevId == GadReserve,
    };
}

internal sealed record VolumePortResponse(string? PortId, int? HostGroupNumber, string? HostGroupName, int? Lun);
