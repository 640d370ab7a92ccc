using RunbookEngine.Simulator.LocalCopies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Snapshots;

/// <summary>Thin Image pairs of one array, by P-VOL and mirror unit and by snapshot group.</summary>
internal sealed class SnapshotBook
{
    /// <summary>Mirror units of a P-VOL.</summary>
    public const int MaxMirrorUnits = 1024;

    /// <summary>Mirror units below it are shared with ShadowImage, so a free one is looked for from here first.</summary>
    private const int FirstOwnMirrorUnit = 3;

    private readonly SortedDictionary<(int Pvol, int MirrorUnit), SnapshotPair> _pairs = [];
    private readonly SortedDictionary<string, SnapshotGroup> _groups = new(StringComparer.Ordinal);

    public IEnumerable<SnapshotPair> All => _pairs.Values;

    /// <summary>Groups with at least one pair.</summary>
    public IEnumerable<SnapshotGroup> Groups => _groups.Values;

    public SnapshotPair? Find(int pvol, int mirrorUnit) => _pairs.GetValueOrDefault((pvol, mirrorUnit));

    public SnapshotGroup? FindGroup(string name) => _groups.GetValueOrDefault(name);

    /// <summary>The group of a name, made when it is not there.</summary>
    public SnapshotGroup GroupOf(string name, bool consistent)
    {
        if (!_groups.TryGetValue(name, out var group))
            _groups.Add(name, group = new SnapshotGroup(name, consistent));
        return group;
    }

    public void Add(SnapshotPair pair)
    {
        _pairs.Add((pair.Pvol.LdevId, pair.MirrorUnit), pair);
        pair.Group.Pairs.Add(pair);
    }

    public void Remove(SnapshotPair pair)
    {
        _pairs.Remove((pair.Pvol.LdevId, pair.MirrorUnit));
        pair.Group.Pairs.Remove(pair);
        if (pair.Group.Pairs.Count == 0)
            _groups.Remove(pair.Group.Name);
    }

    /// <summary>Lowest mirror unit neither Thin Image nor ShadowImage uses; null when all are taken.</summary>
    public int? FreeMirrorUnit(Volume pvol) =>
        Enumerable.Range(FirstOwnMirrorUnit, MaxMirrorUnits - FirstOwnMirrorUnit).Concat(Enumerable.Range(0, FirstOwnMirrorUnit))
            .Cast<int?>().FirstOrDefault(mu => IsFree(pvol, mu!.Value));

    public bool IsFree(Volume pvol, int mirrorUnit) =>
        Find(pvol.LdevId, mirrorUnit) is null && !pvol.Uses.OfType<LocalPair>().Any(p => p.Pvol == pvol && p.Group.MirrorUnit == mirrorUnit);

    /// <summary>Pool of the snapshots a volume is in; null when it is in none.</summary>
    public int? PoolOf(Volume volume) => volume.Uses.OfType<SnapshotPair>().FirstOrDefault()?.PoolId;

    /// <summary>What the snapshots of a pool hold.</summary>
    public double BytesIn(int poolId) => _pairs.Values.Where(p => p.PoolId == poolId).Sum(p => p.HeldBytes);
}

/// <summary>A snapshot group; it lives as long as it has pairs.</summary>
internal sealed class SnapshotGroup(string name, bool consistent)
{
    public string Name { get; } = name;

    /// <summary>Its pairs split at one point in time.</summary>
    public bool Consistent { get; } = consistent;

    public List<SnapshotPair> Pairs { get; } = [];
}
