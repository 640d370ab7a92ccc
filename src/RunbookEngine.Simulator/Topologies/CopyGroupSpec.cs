namespace RunbookEngine.Simulator.Topologies;

/// <summary>A copy group with its pairs as they stand at the start.</summary>
public sealed record CopyGroupSpec
{
    public required string Name { get; init; }

    /// <summary>SI, TC, UR or GAD.</summary>
    public required string Technology { get; init; }

    /// <summary>Alias of the array with the P-VOLs; for ShadowImage the only one.</summary>
    public required string Primary { get; init; }

    /// <summary>Alias of the array with the S-VOLs; null for ShadowImage.</summary>
    public string? Secondary { get; init; }

    /// <summary>Device group of the P-VOLs; null means the name and <c>P_</c>.</summary>
    public string? PvolDeviceGroup { get; init; }

    public string? SvolDeviceGroup { get; init; }

    /// <summary>P-VOL status: PAIR, PSUS, PSUE or, remote only, SSWS (S-VOLs taken over); UR only, HOLD (standing by for delta resync).</summary>
    public string Status { get; init; } = "PAIR";

    public int? MirrorUnit { get; init; }

    public int? ConsistencyGroup { get; init; }

    /// <summary>DATA, STATUS or NEVER for TC.</summary>
    public string? FenceLevel { get; init; }

    public int? PrimaryJournal { get; init; }

    public int? SecondaryJournal { get; init; }

    public int? QuorumDisk { get; init; }

    /// <summary>1 to 15; default 3.</summary>
    public int CopyPace { get; init; } = 3;

    public required IReadOnlyList<PairSpec> Pairs { get; init; }
}

public sealed record PairSpec(string Name, int PvolLdevId, int SvolLdevId);

/// <summary>Thin Image pairs of one snapshot group at the start.</summary>
/// <param name="Status">PAIR (no snapshot stored) or PSUS (stored).</param>
public sealed record SnapshotGroupSpec(
    string Name, string Array, int PoolId, string Status, bool ConsistencyGroup, IReadOnlyList<SnapshotSpec> Snapshots);

public sealed record SnapshotSpec(int PvolLdevId, int? SvolLdevId, int? MirrorUnit);

/// <summary>Remote paths between two arrays, in both directions.</summary>
public sealed record LinkSpec
{
    public required string First { get; init; }

    public required string Second { get; init; }

    /// <summary>Bytes per second each way, all paths together.</summary>
    public long BytesPerSecond { get; init; } = 200L << 20;

    public int Paths { get; init; } = 2;

    public int PathGroupId { get; init; }

    public bool Up { get; init; } = true;
}
