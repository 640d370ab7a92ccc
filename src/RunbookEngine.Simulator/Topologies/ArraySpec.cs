namespace RunbookEngine.Simulator.Topologies;

public sealed record ArraySpec
{
    /// <summary>What the topology and its users call the array.</summary>
    public required string Alias { get; init; }

    /// <summary>Twelve characters; an opaque, case-sensitive string.</summary>
    public required string StorageDeviceId { get; init; }

    public string Model { get; init; } = "VSP 5600H";

    public required int SerialNumber { get; init; }

    public string Microcode { get; init; } = "90-09-02/00";

    /// <summary>REST servers: 1, or 2 on a model where each controller runs its own (sessions and jobs are not shared).</summary>
    public int Controllers { get; init; } = 1;

    public required IReadOnlyList<UserSpec> Users { get; init; }

    public IReadOnlyList<VolumeSpec> Volumes { get; init; } = [];

    public IReadOnlyList<PoolSpec> Pools { get; init; } = [];

    public IReadOnlyList<PortSpec> Ports { get; init; } = [];

    public IReadOnlyList<HostGroupSpec> HostGroups { get; init; } = [];

    public IReadOnlyList<JournalSpec> Journals { get; init; } = [];

    public IReadOnlyList<QuorumDiskSpec> QuorumDisks { get; init; } = [];

    public IReadOnlyList<ResourceGroupSpec> ResourceGroups { get; init; } = [];
}

/// <param name="ResourceGroups">Resource groups the user's group is assigned; empty means all.</param>
public sealed record UserSpec(string Name, string Password, Role Roles, IReadOnlyList<int> ResourceGroups);

public sealed record VolumeSpec
{
    public required int LdevId { get; init; }

    public required long SizeBytes { get; init; }

    /// <summary>Bytes of the DP volume that hold data; what an initial copy moves. Default: the size.</summary>
    public long? AllocatedBytes { get; init; }

    public int PoolId { get; init; }

    /// <summary>An LU path exists. Remote pairs need one on both volumes.</summary>
    public bool Mapped { get; init; } = true;

    public string? Label { get; init; }

    /// <summary>Host writes while a host may write, in bytes per second of simulated time. They make the differential.</summary>
    public long WriteBytesPerSecond { get; init; }

    /// <summary>The volume carries the GAD reserve attribute, which a GAD S-VOL must have.</summary>
    public bool GadReserved { get; init; }

    /// <summary>Capacity saving; copy pairs then need isDataReductionForceCopy.</summary>
    public bool DataReduction { get; init; }

    public int ResourceGroupId { get; init; }
}

public sealed record PoolSpec(int PoolId, string Name, string PoolType, long CapacityBytes);

public sealed record PortSpec(string PortId, string PortType, string Wwn);

public sealed record HostGroupSpec(string PortId, int Number, string Name, string HostMode);

public sealed record JournalSpec
{
    public required int JournalId { get; init; }

    public required long CapacityBytes { get; init; }

    public IReadOnlyList<int> LdevIds { get; init; } = [];

    /// <summary>0 to 600 seconds; default 60.</summary>
    public int DataOverflowWatchInSeconds { get; init; } = 60;

    /// <summary>3, 10, 100 or 256 Mbps per path.</summary>
    public int CopySpeed { get; init; } = 256;

    /// <summary>0 to 60 minutes; default 5.</summary>
    public int PathBlockadeWatchInMinutes { get; init; } = 5;

    /// <summary>Initial copy pace of the mirror: L, M or H.</summary>
    public string CopyPace { get; init; } = "M";
}

public sealed record QuorumDiskSpec(int QuorumDiskId, string RemoteArray, int? LdevId);

public sealed record ResourceGroupSpec(int ResourceGroupId, string Name);
