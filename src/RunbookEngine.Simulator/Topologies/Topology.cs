namespace RunbookEngine.Simulator.Topologies;

/// <summary>The arrays to simulate and how they stand when the simulation starts.</summary>
public sealed record Topology
{
    public required string Name { get; init; }

    /// <summary>Where tokens and other free choices come from; the same seed gives the same run. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Simulated seconds per real second for a server that is not told otherwise. Default 1.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>In the order of the file, which is the order of the ports.</summary>
    public required IReadOnlyList<ArraySpec> Arrays { get; init; }

    public IReadOnlyList<LinkSpec> Links { get; init; } = [];

    public IReadOnlyList<CopyGroupSpec> CopyGroups { get; init; } = [];

    public IReadOnlyList<SnapshotGroupSpec> SnapshotGroups { get; init; } = [];

    public IReadOnlyList<FaultSpec> Faults { get; init; } = [];

    public TimingOptions Timing { get; init; } = new();

    public SwitchOptions Switches { get; init; } = new();

    /// <summary>Reads a topology file. A file that is absent, too large or wrong is a diagnostic, not an exception.</summary>
    public static TopologyResult Load(string path) => TopologyFile.Load(path);

    public static TopologyResult Parse(string text, string fileName = "topology.yaml") => TopologyFile.Parse(text, fileName);
}
