namespace RunbookEngine.Arrays.Volumes;

/// <summary>What can be asked of one volume around its pairs.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, chapters on volumes (virtual LDEV id) and on Thin Image (snapshot tree).</remarks>
public abstract record VolumeRequest
{
    private VolumeRequest()
    {
    }

    /// <summary>Gives the volume the reserve attribute of global-active device, without which it cannot become an S-VOL of it. An
    /// array refuses this while the volume has a virtual LDEV id, which a new one has: send <see cref="ReleaseVirtualId"/> first.</summary>
    public sealed record ReserveForGlobalActiveDevice : VolumeRequest;

    /// <summary>Takes the virtual LDEV id of the volume away, or its reserve attribute, which the arrays keep in the same place.</summary>
    /// <param name="VirtualLdevId">The id the volume has, 0 to 65,279; <see cref="Reserved"/> for the reserve attribute.</param>
    public sealed record ReleaseVirtualId(int VirtualLdevId) : VolumeRequest;

    /// <summary>Gives the volume a virtual LDEV id, 0 to 65,279: what hosts know it by.</summary>
    public sealed record AssignVirtualId(int VirtualLdevId) : VolumeRequest;

    /// <summary>Deletes every snapshot below a root volume, whatever its status. Their data is lost.</summary>
    public sealed record DeleteSnapshotTree : VolumeRequest;

    /// <summary>Starts or stops defragmenting what deleted snapshots of a root volume left.</summary>
    public sealed record DefragmentSnapshotTree(bool Start) : VolumeRequest;

    /// <summary>Virtual LDEV id that stands for the reserve attribute.</summary>
    public const int Reserved = 65_535;
}
