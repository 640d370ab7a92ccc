using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.World;

internal sealed class Pool(PoolSpec spec)
{
    public int PoolId { get; } = spec.PoolId;
    public string Name { get; set; } = spec.Name;
    public string PoolType { get; } = spec.PoolType;
    public long CapacityBytes { get; set; } = spec.CapacityBytes;
    public PoolState State { get; set; }
}

/// <summary>How full a pool is, as far as its snapshots notice.</summary>
internal enum PoolState
{
    Normal,

    /// <summary>Snapshots show PFUL and PFUS.</summary>
    OverThreshold,

    /// <summary>Snapshots lose their data: PSUE.</summary>
    Full,
}

internal sealed class Port(PortSpec spec)
{
    public string PortId { get; } = spec.PortId;
    public string PortType { get; } = spec.PortType;
    public string Wwn { get; } = spec.Wwn;

    /// <summary>Of an iSCSI port: from the block for documentation, one per letter and cluster of the port id.</summary>
    public string Ipv4Address { get; } = $"192.0.2.{1 + (spec.PortId.Where(char.IsAsciiLetterOrDigit).Aggregate(0, (sum, c) => (sum * 31) + c) & 0x7F)}";
}

internal sealed class HostGroup(string portId, int number, string name, string hostMode)
{
    public string PortId { get; } = portId;
    public int Number { get; } = number;
    public string Name { get; set; } = name;
    public string HostMode { get; set; } = hostMode;
    public List<int> HostModeOptions { get; } = [];

    /// <summary>Sixteen hexadecimal digits each.</summary>
    public List<string> Wwns { get; } = [];

    /// <summary>Name of the iSCSI target; null on ports that are not iSCSI.</summary>
    public string? IscsiName { get; set; }

    /// <summary>iSCSI names of the hosts that may log in, with their nicknames.</summary>
    public SortedDictionary<string, string> IscsiHosts { get; } = new(StringComparer.Ordinal);

    public static string DefaultIscsiName(SimulatedArray array, string port, int number) =>
        $"iqn.1994-04.jp.co.hitachi:rsd.sim.t.{array.SerialNumber}.{port[2..].Replace("-", "", StringComparison.Ordinal).ToLowerInvariant()}{number:x3}";

    public string Id => $"{PortId},{Number}";
}

internal sealed class QuorumDisk(int id, SimulatedArray partner, int? ldevId)
{
    public int QuorumDiskId { get; } = id;
    public SimulatedArray Partner { get; } = partner;
    public int? LdevId { get; } = ldevId;

    public const string Normal = "NORMAL";
    public const string Blocked = "BLOCKED";

    /// <summary><see cref="Normal"/>, or <see cref="Blocked"/> while the array does not reach the external storage system.</summary>
    public string Status { get; set; } = Normal;
}

internal sealed class ResourceGroup(int id, string name)
{
    public int ResourceGroupId { get; } = id;
    public string Name { get; set; } = name;
}

/// <summary>A replication journal; one journal serves up to four mirrors.</summary>
internal sealed class Journal(JournalSpec spec)
{
    public int JournalId { get; } = spec.JournalId;
    public long CapacityBytes { get; set; } = spec.CapacityBytes;
    public List<int> LdevIds { get; } = [.. spec.LdevIds];
    public int DataOverflowWatchInSeconds { get; set; } = spec.DataOverflowWatchInSeconds;
    public bool CacheMode { get; set; } = true;

    /// <summary>Mbps per path: 3, 10, 100 or 256.</summary>
    public int CopySpeed { get; set; } = spec.CopySpeed;

    public Dictionary<int, MirrorSettings> Mirrors { get; } =
        Enumerable.Range(0, 4).ToDictionary(mu => mu, _ => new MirrorSettings { CopyPace = spec.CopyPace, PathBlockadeWatchInMinutes = spec.PathBlockadeWatchInMinutes });
}

internal sealed class MirrorSettings
{
    public required string CopyPace { get; set; }
    public required int PathBlockadeWatchInMinutes { get; set; }
}

/// <summary>Remote paths from one array to another, in this direction only.</summary>
internal sealed class PathGroup(SimulatedArray from, SimulatedArray to, int id)
{
    public SimulatedArray From { get; } = from;
    public SimulatedArray To { get; } = to;
    public int PathGroupId { get; } = id;
    public List<RemotePath> Paths { get; } = [];
    public int MinNumOfPaths { get; set; } = 1;
    public int TimeoutSeconds { get; set; } = 15;
    public int RoundTripMilliseconds { get; set; } = 1;
}

internal sealed record RemotePath(string LocalPortId, string RemotePortId);

/// <summary>The line between two arrays; one for both directions.</summary>
internal sealed class Link(SimulatedArray first, SimulatedArray second, long bytesPerSecond)
{
    public SimulatedArray First { get; } = first;
    public SimulatedArray Second { get; } = second;
    public long BytesPerSecond { get; set; } = bytesPerSecond;

    /// <summary>False while the line itself is cut; path groups stay defined.</summary>
    public bool LineUp { get; set; } = true;

    public bool Joins(SimulatedArray a, SimulatedArray b) => (a == First && b == Second) || (a == Second && b == First);

    /// <summary>Data can flow: the line is whole, both arrays live, and paths are defined in both directions.</summary>
    public bool Connected =>
        LineUp && !First.Gone && !Second.Gone
        && First.PathGroups.Any(g => g.To == Second && g.Paths.Count > 0)
        && Second.PathGroups.Any(g => g.To == First && g.Paths.Count > 0);

    public int ActivePaths(SimulatedArray from) =>
        Connected ? from.PathGroups.Where(g => g.To != from && Joins(from, g.To)).Sum(g => g.Paths.Count) : 0;
}
