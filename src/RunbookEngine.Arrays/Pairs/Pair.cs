using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Pairs;

/// <summary>One pair as an array told it. What the array left out is null, never a guess.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Getting information about a specific remote copy group",
/// "Getting a list of ShadowImage pairs" and the Thin Image counterpart.</remarks>
public sealed record Pair
{
    public required PairRef Ref { get; init; }

    /// <summary>Null when the pair is defined in its group but not paired (status SMPL).</summary>
    public Technology? Technology { get; init; }

    /// <summary>The side that holds the P-VOL now, whatever the device groups are called.</summary>
    public required PairVolume Pvol { get; init; }

    public required PairVolume Svol { get; init; }

    /// <summary>Percent of the data that is identical, 0 to 100; often absent when nothing is copied.</summary>
    public int? ProgressPercent { get; init; }

    public int? ConsistencyGroupId { get; init; }

    public FenceLevel? FenceLevel { get; init; }

    /// <summary>ShadowImage 0 to 2, Thin Image 0 to 1023.</summary>
    public int? MuNumber { get; init; }

    /// <summary>global-active device only.</summary>
    public int? QuorumDiskId { get; init; }

    /// <summary>True for a ShadowImage-like pair that migrates a volume (<c>copyMode</c> NotSynchronized).</summary>
    public bool IsVolumeMigration { get; init; }

    /// <summary><c>Suspending</c> or <c>Deleting</c>, on arrays that tell it; null otherwise.</summary>
    public string? TransitionStatus { get; init; }

    /// <summary><c>HOLD</c>, <c>HOLDING</c> or <c>HLDE</c> of a delta-resync standby pair.</summary>
    public string? DeltaStatus { get; init; }

    /// <summary>Thin Image: when the snapshot was stored, as the array writes it (no zone).</summary>
    public string? SnapshotTime { get; init; }

    /// <summary>Thin Image: the pool that holds the differences.</summary>
    public int? SnapshotPoolId { get; init; }

    /// <summary>Thin Image Advanced, read with <see cref="PairReadOptions.Detailed"/>: hours the snapshot cannot be deleted.</summary>
    public int? RetentionHours { get; init; }

    /// <summary>The side whose volume is on the given array; null when neither is, or nothing is known of it.
    /// Inside one array that is the P-VOL's side.</summary>
    public PairVolume? On(string storageDeviceId) =>
        Pvol.StorageDeviceId == storageDeviceId ? Pvol : Svol.StorageDeviceId == storageDeviceId ? Svol : null;
}
