using RunbookEngine.Differential.Tests.Readings;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.Simulator.LocalCopies;
using RunbookEngine.Simulator.RemoteCopies;
using RunbookEngine.Simulator.Snapshots;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;


namespace RunbookEngine.Differential.Tests.Arrays;

/// <summary>Arrays A and B with volumes for three pairs of one group, on a clock that stands still.</summary>
internal sealed class TwoArrays
{
    public const int Pairs = 3;
    public const string Group = "g";

    private const string User = "u";
    private const string Password = "secret-u";
    private const long VolumeBytes = 64L << 30;

    /// <summary>So small that what waits in a full journal is a part of one volume.</summary>
    private const long JournalBytes = 4L << 30;

    /// <summary>Little enough that a differential never grows near a whole volume.</summary>
    private const long WriteBytesPerSecond = 16 << 10;

    private static readonly TimeSpan Forever = TimeSpan.FromDays(36_500);

    public TwoArrays(Technology technology, bool clones)
    {
        (Technology, Clones) = (technology, clones);
        World = new SimulatedArrays(new Topology
        {
            Name = "differential",
            Arrays = [Array("A", 40014, "B"), Array("B", 40015, "A")],
            Links = [new LinkSpec { First = "A", Second = "B" }],
            Timing = new TimingOptions { JobStart = TimeSpan.FromMilliseconds(1), JobExecute = TimeSpan.FromMilliseconds(1) },
            Switches = KnownReadings.Switches,
        }, Clock);
        Tokens = World.Arrays.ToDictionary(a => a.Alias, a => a.Servers[0].Sessions.Create(a.Spec.Users[0], Forever, "127.0.0.1")!.Token);
    }

    public Technology Technology { get; }

    /// <summary>Snapshots are created with the clone attribute.</summary>
    public bool Clones { get; }

    public StandingClock Clock { get; } = new();

    public SimulatedArrays World { get; }

    public IReadOnlyDictionary<string, string> Tokens { get; }

    public Link Link => World.LinkBetween(World["A"], World["B"]);

    public RemoteGroup? RemoteGroup => World["A"].RemoteCopies.Find(Group) ?? World["B"].RemoteCopies.Find(Group);

    public LocalGroup? LocalGroup => World["A"].LocalCopies.Find(Group);

    public SnapshotGroup? SnapshotGroup => World["A"].Snapshots.FindGroup(Group);

    public static string Name(int member) => "v" + member;

    /// <summary>LDEV of a member's first P-VOL, on array A.</summary>
    public static int Pvol(int member) => 1 + member;

    /// <summary>LDEV of a member's first S-VOL: on array B for a remote pair, else on A.</summary>
    public static int Svol(int member) => 11 + member;

    /// <summary>A deletion leaves the reserve attribute on the volume that did not go on; pairs are created from A again.</summary>
    public void ReserveAgain(int member)
    {
        var (pvol, svol) = (World["A"].Volumes[Pvol(member)], World["B"].Volumes[Svol(member)]);
        if (pvol.Uses.Count > 0 || svol.Uses.Count > 0)
            return;
        (pvol.GadReserved, pvol.VirtualLdevId) = (false, null);
        svol.Reserve();
    }

    public void Advance(TimeSpan span)
    {
        Clock.Advance(span);
        World.AdvanceToNow();
    }

    private ArraySpec Array(string alias, int serial, string partner) => new()
    {
        Alias = alias,
        StorageDeviceId = "9000000" + serial,
        SerialNumber = serial,
        Users = [new UserSpec(User, Password, Role.Administrator, [])],
        Journals = [new JournalSpec { JournalId = 1, CapacityBytes = JournalBytes }],
        QuorumDisks = [new QuorumDiskSpec(0, partner, null)],
        Volumes =
        [
            .. from member in Enumerable.Range(0, Pairs)
               from ldev in new[] { Pvol(member), Svol(member) }
               select new VolumeSpec
               {
                   LdevId = ldev,
                   SizeBytes = VolumeBytes,
                   WriteBytesPerSecond = WriteBytesPerSecond,
                   GadReserved = alias == "B" && ldev == Svol(member) && Technology == Technology.GlobalActiveDevice,
               },
        ],
    };
}
