using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.LocalCopies;
using RunbookEngine.Simulator.RemoteCopies;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Snapshots;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.World;

/// <summary>One array: its volumes, its own pair records, and the REST servers that answer for it.</summary>
public sealed class SimulatedArray
{
    private bool _gone;

    internal SimulatedArray(SimulatedArrays world, ArraySpec spec)
    {
        World = world;
        Spec = spec;
        foreach (var volume in spec.Volumes)
            Volumes.Add(volume.LdevId, Volume.Of(volume, world.Agenda.Now));
        Pools = spec.Pools.Select(p => new Pool(p)).ToList();
        if (Pools.Count == 0)
            Pools.Add(new Pool(new PoolSpec(0, "dp-pool", "DP", 1000L << 40)));
        Ports = spec.Ports.Select(p => new Port(p)).ToList();
        if (Ports.Count == 0)
            Ports.AddRange(DefaultPorts(spec.SerialNumber));
        HostGroups = spec.HostGroups.Select(g => new HostGroup(g.PortId, g.Number, g.Name, g.HostMode)).ToList();
        foreach (var port in Ports.Where(p => !HostGroups.Any(g => g.PortId == p.PortId && g.Number == 0)))
            HostGroups.Add(new HostGroup(port.PortId, 0, port.PortId.Replace("CL", "", StringComparison.Ordinal) + "-G00", "LINUX/IRIX"));
        foreach (var group in HostGroups.Where(g => Ports.Any(p => p.PortId == g.PortId && p.PortType == "ISCSI")))
            group.IscsiName = HostGroup.DefaultIscsiName(this, group.PortId, group.Number);
        var lun = 0;
        foreach (var volume in spec.Volumes.Where(v => v.Mapped))
            Volumes[volume.LdevId].Paths.Add(new LuPath(Ports[lun / 2048 % Ports.Count].PortId, 0, lun++ % 2048));
        foreach (var journal in spec.Journals)
        {
            Journals.Add(journal.JournalId, new Journal(journal));
            foreach (var ldev in journal.LdevIds.Where(Volumes.ContainsKey))
                Volumes[ldev].JournalId = journal.JournalId;
        }
        ResourceGroups = spec.ResourceGroups.Select(g => new ResourceGroup(g.ResourceGroupId, g.Name)).ToList();
        if (ResourceGroups.All(g => g.ResourceGroupId != 0))
            ResourceGroups.Insert(0, new ResourceGroup(0, "meta_resource"));
        Servers = [.. Enumerable.Range(1, spec.Controllers).Select(controller => new RestServer(this, controller))];
    }

    public string Alias => Spec.Alias;

    public string StorageDeviceId => Spec.StorageDeviceId;

    public int SerialNumber => Spec.SerialNumber;

    public string Model => Spec.Model;

    /// <summary>One per controller that runs a REST server; they share the array, not sessions and jobs.</summary>
    public IReadOnlyList<RestServer> Servers { get; }

    /// <summary>Asks the first REST server.</summary>
    public Task<SimResponse> HandleAsync(SimRequest request, CancellationToken cancellationToken = default) =>
        Servers[0].HandleAsync(request, cancellationToken);

    internal SimulatedArrays World { get; }

    internal ArraySpec Spec { get; }

    /// <summary>The array has no power or no site: it does not answer, its paths are dead, its own records stand still and hosts write nothing to it.</summary>
    internal bool Gone
    {
        get => _gone;
        set
        {
            _gone = value;
            foreach (var volume in Volumes.Values)
                volume.Power(!value, World.Agenda.Now);
        }
    }

    /// <summary>Only the REST servers are out of reach: pairs, paths and host I/O go on.</summary>
    internal bool ManagementGone { get; set; }

    /// <summary>While nothing answers, requests are left without an answer instead of a broken connection.</summary>
    internal bool Silent { get; set; }

    internal bool Answers => !_gone && !ManagementGone;

    internal SortedDictionary<int, Volume> Volumes { get; } = [];

    internal List<Pool> Pools { get; }

    internal List<Port> Ports { get; }

    internal List<HostGroup> HostGroups { get; }

    internal SortedDictionary<int, Journal> Journals { get; } = [];

    /// <summary>Port at which the array's first REST server is reached; 443 while nobody listens on a socket for it.</summary>
    internal int RestServerPort { get; set; } = 443;

    internal List<QuorumDisk> QuorumDisks { get; } = [];

    internal List<ResourceGroup> ResourceGroups { get; }

    internal List<PathGroup> PathGroups { get; } = [];

    internal LocalCopyBook LocalCopies { get; } = new();

    internal RemoteCopyBook RemoteCopies { get; } = new();

    internal SnapshotBook Snapshots { get; } = new();

    /// <summary>Resource locks, each over all resource groups of its user. Two never share a group.</summary>
    internal List<ResourceLock> Locks { get; } = [];

    /// <summary>Code of the model in remote paths and flat lists.</summary>
    /// <remarks>Source: REST API guide, remote connections, table of storage type ids.</remarks>
    internal string StorageTypeId => StorageDeviceId[..2] switch
    {
        "90" => "R9",
        "80" => "R8",
        "70" => "R7",
        "A0" => "RH20ETP",
        _ => "M8",
    };

    internal bool IsVsp5000 => StorageDeviceId.StartsWith("900000", StringComparison.Ordinal);

    internal HostGroup? FindHostGroup(string portId, int number) => HostGroups.FirstOrDefault(g => g.PortId == portId && g.Number == number);

    internal Journal? FindJournal(int? id) => id is { } number ? Journals.GetValueOrDefault(number) : null;

    private static IEnumerable<Port> DefaultPorts(int serial) =>
        from letter in "ABCDEFGH"
        from cluster in new[] { 1, 2 }
        select new Port(new PortSpec($"CL{cluster}-{letter}", "FIBRE", $"50060e80{serial:x6}{cluster:x1}{letter - 'A':x1}"));
}
