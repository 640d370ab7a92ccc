using System.Text.Json.Nodes;

namespace RunbookEngine.Simulator.LocalCopies;

/// <summary>ShadowImage copy groups of one array.</summary>
internal sealed class LocalCopyBook
{
    private readonly SortedDictionary<string, LocalGroup> _groups = new(StringComparer.Ordinal);

    /// <summary>Groups with at least one pair.</summary>
    public IEnumerable<LocalGroup> Groups => _groups.Values;

    public LocalGroup? Find(string name) => _groups.GetValueOrDefault(name);

    public void Add(LocalGroup group) => _groups.Add(group.Name, group);

    public void RemoveEmpty(LocalGroup group)
    {
        if (group.Pairs.Count == 0 && group.Stale.Count == 0)
            _groups.Remove(group.Name);
    }

    /// <summary>Lowest consistency group id that no group uses.</summary>
    public int? FreeConsistencyGroup() =>
        Enumerable.Range(0, 256).Cast<int?>().FirstOrDefault(id => _groups.Values.All(g => g.ConsistencyGroup != id));
}

/// <summary>A ShadowImage copy group; it lives as long as it has pairs.</summary>
internal sealed class LocalGroup(string name, string pvolDeviceGroup, string svolDeviceGroup, int mirrorUnit, int? consistencyGroup, bool migration)
{
    public string Name { get; } = name;
    public string PvolDeviceGroup { get; } = pvolDeviceGroup;
    public string SvolDeviceGroup { get; } = svolDeviceGroup;
    public int MirrorUnit { get; } = mirrorUnit;
    public int? ConsistencyGroup { get; } = consistencyGroup;
    public bool Migration { get; } = migration;
    public List<LocalPair> Pairs { get; } = [];

    /// <summary>Pairs somebody else deleted, as this REST server last saw them; it lists them until it is told to refresh.</summary>
    public List<JsonObject> Stale { get; } = [];

    public string Id => $"{Name},{PvolDeviceGroup},{SvolDeviceGroup}";

    public LocalPair? Find(string pair) => Pairs.FirstOrDefault(p => p.Name == pair);
}
