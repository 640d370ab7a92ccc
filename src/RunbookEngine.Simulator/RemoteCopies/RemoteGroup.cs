using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>A remote copy group. It has one name on both arrays and lives on each as long as that array has a pair of it on record.</summary>
internal sealed class RemoteGroup
{
    /// <summary>Until an array takes a path failure for one that lasts.</summary>
    private static readonly TimeSpan PathFailureDetection = TimeSpan.FromSeconds(5);

    private Agenda.Entry? _pathFailure;
    private bool _wasConnected;

    public RemoteGroup(string name, string technology, SimulatedArray first, string firstDeviceGroup, SimulatedArray second, string secondDeviceGroup)
    {
        (Name, Technology, First, FirstDeviceGroup, Second, SecondDeviceGroup) = (name, technology, first, firstDeviceGroup, second, secondDeviceGroup);
        Link = first.World.LinkBetween(first, second);
        _wasConnected = Link.Connected;
        if (technology == "UR")
            Mirror = new Mirror(this);
    }

    public string Name { get; }

    /// <summary>TC, UR or GAD.</summary>
    public string Technology { get; }

    /// <summary>The array the group was created from. Says nothing about the roles now.</summary>
    public SimulatedArray First { get; }

    public SimulatedArray Second { get; }

    public string FirstDeviceGroup { get; }

    public string SecondDeviceGroup { get; }

    public int? MirrorUnit { get; init; }

    public int? FirstJournal { get; init; }

    public int? SecondJournal { get; init; }

    public int? QuorumDisk { get; init; }

    public List<RemotePair> Pairs { get; } = [];

    public Link Link { get; }

    /// <summary>Flow through the journals; UR only.</summary>
    public Mirror? Mirror { get; }

    public bool Connected => Link.Connected;

    /// <summary>global-active device: both arrays reach the quorum disk of the group.</summary>
    public bool QuorumUsable => QuorumUsableAt(First) && QuorumUsableAt(Second);

    private bool QuorumUsableAt(SimulatedArray array) =>
        array.QuorumDisks.FirstOrDefault(q => q.QuorumDiskId == QuorumDisk && q.Partner == PartnerOf(array))?.Status != Simulator.World.QuorumDisk.Blocked;

    private SimulatedArrays World => First.World;

    public CopyPool.Channel Channel =>
        World.Copies.ChannelFor(Link, () => Link.Connected ? Link.BytesPerSecond : 0, World.Timing.ConcurrentCopies);

    public SimulatedArray PartnerOf(SimulatedArray array) => array == First ? Second : First;

    public string DeviceGroupAt(SimulatedArray array) => array == First ? FirstDeviceGroup : SecondDeviceGroup;

    public int? JournalAt(SimulatedArray array) => array == First ? FirstJournal : SecondJournal;

    /// <summary>Pairs the array has on record.</summary>
    public IReadOnlyList<RemotePair> PairsAt(SimulatedArray array) => [.. Pairs.Where(p => p.At(array).Exists)];

    /// <summary>Id as the array would give it: its partner, then its own device group before the other's.</summary>
    public string IdAt(SimulatedArray array) =>
        $"{PartnerOf(array).StorageDeviceId},{Name},{DeviceGroupAt(array)},{DeviceGroupAt(PartnerOf(array))}";

    /// <summary>Bytes per second the pair's own settings allow.</summary>
    public double CopyRate(RemotePair pair)
    {
        if (Technology != "UR")
            return World.Timing.RemoteCopyRate * Simulator.Pairs.Pace.Factor(pair.CopyPace);
        var journal = pair.Primary.Array.FindJournal(JournalAt(pair.Primary.Array));
        var pace = journal?.Mirrors[MirrorUnit ?? 0].CopyPace switch { "L" => 0.5, "H" => 2.0, _ => 1.0 };
        return Math.Min(World.Timing.JournalCopyRate * pace, Mirror!.LineLimit);
    }

    /// <summary>To be called when the line between the arrays, or host writes, may have changed.</summary>
    public void LinkChanged()
    {
        if (Connected != _wasConnected)
        {
            _wasConnected = Connected;
            if (_wasConnected)
                LineBack();
            else
                Pairs.ForEach(p => p.LineLost());
        }
        if (!Connected && _pathFailure is null && Technology != "UR" && Pairs.Any(NoticesFailure))
        {
            _pathFailure = World.Agenda.After(PathFailureDetection, () =>
            {
                _pathFailure = null;
                if (!Connected)
                    Pairs.Where(NoticesFailure).ToList().ForEach(Suspend);
            });
        }
        foreach (var pair in Pairs)
            pair.Secondary.Volume.UsesChanged(World.Now);
        Mirror?.Recalculate();
    }

    /// <summary>To be called when the quorum disk was lost or is back.</summary>
    /// <remarks>Source: global-active device guide MK-23VSP1B011, pair condition and recovery: path failure, storage system to external storage system.</remarks>
    public void QuorumChanged()
    {
        foreach (var pair in Pairs.ToList())
        {
            if (QuorumUsable)
                pair.Secondary.HoldBack(false);
            else if (pair is { Young: true, Secondary.Exists: true } && Connected && World.Switches.QuorumLossSuspendsNewCopy)
                SuspendBoth(pair);
        }
    }

    private static void SuspendBoth(RemotePair pair)
    {
        pair.FailPvol(fenced: false);
        pair.FailSvol();
    }

    /// <summary>To be called when the status of a pair has changed.</summary>
    public void PairsChanged()
    {
        Mirror?.Recalculate();
        foreach (var pair in Pairs.ToList())
            DeltaResync.Follow(pair);
        if (!Connected)
            LinkChanged();
    }

    /// <summary>An array dropped its record of a pair.</summary>
    public void SideLeft(SimulatedArray array)
    {
        if (PairsAt(array).Count == 0)
            array.RemoteCopies.Remove(this);
        Pairs.RemoveAll(p => !p.Primary.Exists && !p.Secondary.Exists);
    }

    /// <summary>Without host writes the arrays do not notice that the paths are gone, and one that is gone itself notices nothing.</summary>
    private static bool NoticesFailure(RemotePair pair) =>
        pair.Primary.Array.Gone
            ? pair.Group.Technology == "GAD" && pair.Secondary is { Exists: true, Array.Gone: false, Status: "PAIR" or "COPY" } && pair.Primary.Volume.WriteRate > 0
            : pair.Primary is { Exists: true, Status: "COPY" } || (pair.Primary is { Exists: true, Status: "PAIR" } && (Writes(pair.Primary) || SvolWrites(pair)));

    private static bool Writes(RemoteSide side) => side is { Array.Gone: false, Volume.CurrentWriteRate: > 0 };

    /// <summary>Both volumes of a global-active device pair take host writes.</summary>
    private static bool SvolWrites(RemotePair pair) =>
        pair is { Group.Technology: "GAD", Secondary: { Exists: true, Status: "PAIR", HeldBack: false } svol } && Writes(svol);

    /// <summary>The S-VOL's array writes the stoppage to the quorum disk first: it alone sees writes, or both do and its serial number is smaller.</summary>
    /// <remarks>Source: global-active device guide, G1000 edition, server I/Os when the data path fails (pages 1-18 and 1-19).</remarks>
    private static bool SvolReportsFirst(RemotePair pair) =>
        pair.Group.QuorumUsable && SvolWrites(pair)
        && (!Writes(pair.Primary) || pair.Secondary.Array.SerialNumber < pair.Primary.Array.SerialNumber);

    private void Suspend(RemotePair pair)
    {
        var svolGoesOn = !pair.Primary.Array.Gone && SvolReportsFirst(pair);
        pair.FailPvol(fenced: Technology == "TC" && pair.FenceLevel is "DATA" or "STATUS");
        if (Technology != "GAD" || pair.Secondary is not { Exists: true, Status: "PAIR" or "COPY" })
            return;
        // The quorum disk tells lost paths, after which the P-VOL serves, from a lost array, after which a whole S-VOL does.
        if (svolGoesOn || (pair.Primary.Array.Gone && pair.Secondary is { Status: "PAIR", HeldBack: false } && QuorumUsable))
            pair.ServeFromSvol();
        else
            pair.FailSvol();
        // Neither side can tell whether the other one serves: both stop, the lost array's too when it comes back.
        if (pair.Primary.Array.Gone && !QuorumUsable)
            pair.Primary.Block();
    }

    private void LineBack()
    {
        _pathFailure?.Cancel();
        _pathFailure = null;
        foreach (var pair in Pairs)
            pair.LineBack();
    }
}
