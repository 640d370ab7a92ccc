using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Snapshots;

/// <summary>One Thin Image pair: a P-VOL, a mirror unit, and perhaps a volume through which the snapshot can be read.</summary>
internal sealed class SnapshotPair(SimulatedArray array, SnapshotGroup group, Volume pvol, int mirrorUnit, int poolId) : IVolumeUse
{
    private CopyRun? _copy;
    private Agenda.Entry? _timer;
    private bool _storeAfter;
    private double _pvolBase;
    private double _svolBase;

    public SnapshotGroup Group { get; } = group;

    public Volume Pvol { get; } = pvol;

    public int MirrorUnit { get; } = mirrorUnit;

    public int PoolId { get; } = poolId;

    public Volume? Svol { get; private set; }

    /// <summary>Made to become an independent copy.</summary>
    public bool IsClone { get; init; }

    public bool CanCascade { get; init; }

    public bool IsVirtualClone { get; set; }

    public SnapshotState State { get; private set; } = SnapshotState.Gone;

    public DateTimeOffset? StoredAt { get; private set; }

    /// <summary>Hours from the split in which the snapshot can't be changed or deleted.</summary>
    public int? RetentionHours { get; set; }

    public string Id => $"{Pvol.LdevId},{MirrorUnit}";

    public string Attribute => "HTI";

    public string Status => State switch
    {
        SnapshotState.Creating => "COPY",
        SnapshotState.Pair => OverThreshold ? "PFUL" : "PAIR",
        SnapshotState.Stored => OverThreshold ? "PFUS" : "PSUS",
        SnapshotState.Restoring => "RCPY",
        SnapshotState.Error => "PSUE",
        SnapshotState.Cloning => "PSUP",
        SnapshotState.Deleting => "SMPP",
        _ => "SMPL",
    };

    public bool Retained => RetentionHours is { } hours && StoredAt is { } at && Now < at + TimeSpan.FromHours(hours);

    /// <summary>The S-VOL was written since the snapshot was stored.</summary>
    public bool WrittenInSvol => State == SnapshotState.Stored && Svol is { } s && s.WrittenAt(Now) > _svolBase;

    /// <summary>Percent of the data that is the same on P-VOL and snapshot.</summary>
    public int Concordance => State == SnapshotState.Error ? 0 : 100 - (int)Math.Ceiling(100 * Difference / Math.Max(1, Pvol.SizeBytes));

    /// <summary>Percent done, while something is being copied.</summary>
    public int? Progress => _copy?.ProgressAt(Now);

    /// <summary>Bytes of the pool the snapshot holds: what has been overwritten since.</summary>
    public double HeldBytes => State is SnapshotState.Stored or SnapshotState.Restoring ? Difference : 0;

    private double Difference => State is SnapshotState.Stored or SnapshotState.Restoring
        ? Math.Min(Pvol.AllocatedBytes, Pvol.WrittenAt(Now) - _pvolBase + (Svol?.WrittenAt(Now) - _svolBase ?? 0))
        : 0;

    private bool OverThreshold => array.Pools.FirstOrDefault(p => p.PoolId == PoolId)?.State is PoolState.OverThreshold or PoolState.Full;

    private DateTimeOffset Now => array.World.Now;

    private Topologies.TimingOptions Timing => array.World.Timing;

    /// <remarks>Source: REST API guide MK-98RD9014, pair status of Thin Image: the P-VOL is always readable and writable.</remarks>
    public Access AccessOf(Volume volume) =>
        volume == Pvol || State is SnapshotState.Stored or SnapshotState.Cloning ? Access.ReadWrite : Access.None;

    /// <summary>The pair as a topology starts with it.</summary>
    public void Open(Volume? svol, bool stored)
    {
        Join(svol);
        Enter(SnapshotState.Pair);
        if (stored)
            Store();
    }

    /// <param name="storeAfter">Store a snapshot as soon as the pair is made.</param>
    /// <param name="cloneAfter">Start the copy as soon as the pair is made.</param>
    public void Create(Volume? svol, bool storeAfter, bool cloneAfter, double cloneFactor)
    {
        Join(svol);
        Enter(SnapshotState.Creating);
        _timer = array.World.Agenda.After(Timing.CopySetup, () =>
        {
            Enter(SnapshotState.Pair);
            if (storeAfter)
                Store();
            else if (cloneAfter)
                Clone(cloneFactor);
        });
    }

    /// <summary>Stores the snapshot: the P-VOL as it is now.</summary>
    public void Store()
    {
        StoredAt = Now;
        Enter(SnapshotState.Stored);
        _pvolBase = Pvol.WrittenAt(Now);
        _svolBase = Svol?.WrittenAt(Now) ?? 0;
    }

    /// <summary>Discards the snapshot, and stores a new one when that is asked for.</summary>
    public void Resync(bool storeAgain)
    {
        (StoredAt, RetentionHours) = (null, null);
        Enter(SnapshotState.Pair);
        if (storeAgain)
            Store();
    }

    public void Restore(bool storeAgain)
    {
        _storeAfter = storeAgain;
        var difference = Difference;
        Enter(SnapshotState.Restoring);
        Copy(difference, 1);
    }

    /// <param name="factor">1 for medium speed.</param>
    public void Clone(double factor)
    {
        Enter(SnapshotState.Cloning);
        Copy(Pvol.AllocatedBytes, factor);
    }

    /// <summary>Suspended by an error; the snapshot's data is lost.</summary>
    public void Fail()
    {
        StoredAt = null;
        Enter(SnapshotState.Error);
    }

    public void Delete()
    {
        Enter(SnapshotState.Deleting);
        _timer = array.World.Agenda.After(Timing.Delete, Vanish);
    }

    /// <summary>The pair goes at once.</summary>
    public void Vanish()
    {
        Enter(SnapshotState.Gone);
        array.Snapshots.Remove(this);
        foreach (var volume in Volumes())
        {
            volume.Uses.Remove(this);
            volume.UsesChanged(Now);
        }
    }

    public void Assign(Volume svol)
    {
        Svol = svol;
        _svolBase = svol.WrittenAt(Now);
        svol.Uses.Add(this);
        svol.UsesChanged(Now);
    }

    public void Unassign()
    {
        if (Svol is not { } svol)
            return;
        Svol = null;
        svol.Uses.Remove(this);
        svol.UsesChanged(Now);
    }

    private void Copy(double bytes, double factor)
    {
        var channel = array.World.Copies.ChannelFor(array, () => array.Gone ? 0 : double.MaxValue, Timing.ConcurrentCopies);
        _copy = channel.Start(Pvol.AllocatedBytes, bytes, Timing.LocalCopyRate * factor, Timing.CopySetup, Copied);
    }

    private void Copied()
    {
        _copy = null;
        if (State == SnapshotState.Cloning)
        {
            // The copy stays as a volume of its own with the P-VOL's data.
            if (Svol is { } svol)
                svol.AllocatedBytes = Math.Min(svol.SizeBytes, Pvol.AllocatedBytes);
            Vanish();
            return;
        }
        Resync(_storeAfter);
    }

    private void Enter(SnapshotState state)
    {
        _copy?.Cancel();
        _timer?.Cancel();
        (_copy, _timer) = (null, null);
        State = state;
        foreach (var volume in Volumes())
            volume.UsesChanged(Now);
    }

    private void Join(Volume? svol)
    {
        array.Snapshots.Add(this);
        Svol = svol;
        foreach (var volume in Volumes())
            volume.Uses.Add(this);
    }

    private IEnumerable<Volume> Volumes() => Svol is { } svol ? [Pvol, svol] : [Pvol];
}
