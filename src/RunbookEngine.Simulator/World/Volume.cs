using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.World;

/// <summary>An LDEV: what it is, which pairs use it, and how much hosts have written to it.</summary>
internal sealed class Volume
{
    private DateTimeOffset _anchor;
    private double _writtenAtAnchor;
    private long _writeRate;
    private bool _writable = true;
    private bool _powered = true;
    private double _arriving;

    public Volume(int ldevId, long sizeBytes, DateTimeOffset now)
    {
        LdevId = ldevId;
        SizeBytes = sizeBytes;
        AllocatedBytes = sizeBytes;
        _anchor = now;
    }

    public static Volume Of(VolumeSpec spec, DateTimeOffset now) => new(spec.LdevId, spec.SizeBytes, now)
    {
        AllocatedBytes = spec.AllocatedBytes ?? spec.SizeBytes,
        PoolId = spec.PoolId,
        Label = spec.Label,
        GadReserved = spec.GadReserved,
        DataReduction = spec.DataReduction,
        DataReductionMode = spec.DataReduction ? "compression" : "disabled",
        ResourceGroupId = spec.ResourceGroupId,
        _writeRate = spec.WriteBytesPerSecond,
    };

    public int LdevId { get; }

    public long SizeBytes { get; set; }

    /// <summary>Bytes in use; never zero, so that a copy always moves something.</summary>
    public long AllocatedBytes { get; set; }

    public int PoolId { get; init; }

    public string? Label { get; set; }

    /// <summary>A virtual volume holds no data of its own, only a snapshot's mapping.</summary>
    public bool IsVirtual => PoolId == Provisioning.VolumeCreation.NoPool;

    public bool DataReduction { get; set; }

    /// <summary>disabled, compression or compression_deduplication.</summary>
    public string DataReductionMode { get; set; } = "disabled";

    /// <summary>ALUA for paths across sites.</summary>
    public bool Alua { get; set; }

    public bool GadReserved { get; set; }

    /// <summary>Virtual LDEV id when one is assigned; the reserve attribute is kept apart in <see cref="GadReserved"/>.</summary>
    public int? VirtualLdevId { get; set; }

    /// <summary>The volume that does not go on after a global-active device pair was deleted: without virtual LDEV id, with the reserve attribute.</summary>
    /// <remarks>Source: global-active device guide, deleting pairs (babhgbfg).</remarks>
    public void Reserve() => (GadReserved, VirtualLdevId) = (true, null);

    /// <summary>The S-VOL of a global-active device pair is the same volume to hosts as its P-VOL: it has that one's virtual LDEV id.</summary>
    public void BecomeSvolOf(Volume pvol) => (GadReserved, VirtualLdevId) = (false, pvol.VirtualLdevId ?? pvol.LdevId);

    public int ResourceGroupId { get; set; }

    /// <summary>NML, or BLK when the volume has failed.</summary>
    public string Status { get; set; } = "NML";

    public List<LuPath> Paths { get; } = [];

    /// <summary>Number of the journal the volume belongs to, if it does.</summary>
    public int? JournalId { get; set; }

    /// <summary>Pairs the volume is in.</summary>
    public List<IVolumeUse> Uses { get; } = [];

    /// <summary>The strictest access its pairs leave to hosts.</summary>
    public Access Access => Uses.Count == 0 ? Access.ReadWrite : Uses.Min(u => u.AccessOf(this));

    public long WriteRate => _writeRate;

    /// <summary>Bytes hosts and copies from elsewhere have written since the start. A differential is the difference of two readings.</summary>
    public double WrittenAt(DateTimeOffset time) => _writtenAtAnchor + (CurrentWriteRate + _arriving) * (time - _anchor).TotalSeconds;

    /// <summary>Bytes per second hosts write now.</summary>
    public long CurrentWriteRate => _writable && _powered ? _writeRate : 0;

    /// <summary>Bytes per second that replication from another array writes now.</summary>
    public double ArrivingRate => _arriving;

    public void SetWriteRate(long bytesPerSecond, DateTimeOffset now)
    {
        Anchor(now);
        _writeRate = bytesPerSecond;
    }

    /// <summary>False while the array is gone: no host reaches the volume.</summary>
    public void Power(bool on, DateTimeOffset now)
    {
        Anchor(now);
        _powered = on;
    }

    /// <summary>A copy onto this volume has ended; the volume's other pairs see what it wrote as difference.</summary>
    public void AddWritten(double bytes) => _writtenAtAnchor += bytes;

    /// <summary>To be called whenever a pair of the volume has changed.</summary>
    public void UsesChanged(DateTimeOffset now)
    {
        Anchor(now);
        _writable = Access == Access.ReadWrite;
        _arriving = Uses.Sum(u => u.ArrivingAt(this));
    }

    private void Anchor(DateTimeOffset now)
    {
        _writtenAtAnchor = WrittenAt(now);
        _anchor = now;
    }
}

/// <summary>A pair as one of its volumes sees it.</summary>
internal interface IVolumeUse
{
    /// <summary>What the LDEV shows in <c>attributes</c>: HORC, GAD, MRCF or HTI.</summary>
    string Attribute { get; }

    Access AccessOf(Volume volume);

    /// <summary>Bytes per second that replication writes onto the volume now.</summary>
    double ArrivingAt(Volume volume) => 0;
}

internal sealed record LuPath(string PortId, int HostGroupNumber, int Lun);
