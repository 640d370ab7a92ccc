using RunbookEngine.Replication.Groups;
using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.StartStates;

namespace RunbookEngine.Language.Predictions;

/// <summary>Which pairs share volumes: an operation on one may be forbidden by the other.</summary>
internal sealed class Neighbours
{
    private readonly Dictionary<GroupKey, List<(string Pair, GroupKey OtherGroup, string OtherPair)>> _links = [];
    private readonly Dictionary<(GroupKey, string), (string A, int? P, string B, int? S)> _volumes = [];

    public Neighbours(PlanStartState start)
    {
        var holders = new Dictionary<(string Array, int Ldev), List<(GroupKey Group, string Pair)>>();
        foreach (var group in start.Groups)
        {
            if (TechnologyNames.FromRunbook(group.Technology) is not { } technology)
                continue;
            var key = GroupKey.Of(technology, group.Array, group.RemoteArray, group.Name);
            foreach (var pair in group.Pairs)
            {
                var (p, s) = technology.IsRemote() ? (pair.PvolArray ?? group.Array, pair.SvolArray ?? group.RemoteArray ?? "") : (group.Array, group.Array);
                _volumes[(key, pair.Name)] = (p, pair.PvolLdev, s, pair.SvolLdev);
                foreach (var (array, ldev) in new[] { (p, pair.PvolLdev), (s, pair.SvolLdev) })
                {
                    if (ldev is { } number)
                        (holders.TryGetValue((array, number), out var list) ? list : holders[(array, number)] = []).Add((key, pair.Name));
                }
            }
        }

        foreach (var shared in holders.Values.Where(h => h.Count > 1))
        {
            foreach (var one in shared)
            {
                foreach (var other in shared.Where(o => o != one))
                    (_links.TryGetValue(one.Group, out var list) ? list : _links[one.Group] = []).Add((one.Pair, other.Group, other.Pair));
            }
        }
    }

    /// <summary>Some pairs share volumes.</summary>
    public bool Any => _links.Count > 0;

    public bool Shares(GroupKey group) => _links.ContainsKey(group);

    /// <summary>Pairs of the two groups are on the same volumes; of one group with itself too.</summary>
    public bool Share(GroupKey one, GroupKey other) => _links.TryGetValue(one, out var links) && links.Any(l => l.OtherGroup == other);

    /// <summary>Pairs of this class whose operation another pair stands in the way of, which, and whether in every state that one may be in.</summary>
    /// <param name="among">Only pairs of this group stand in the way; null: of any.</param>
    public IReadOnlyList<(string Pair, SharingConflict Conflict, bool Certain)> Check(
        PairWorld world, GroupKey group, PairClass pairs, PairOperation operation, GroupKey? among = null)
    {
        if (!_links.TryGetValue(group, out var links))
            return [];
        var names = pairs.Pairs.Length > 8 ? pairs.Pairs.ToHashSet() : null;
        var found = new List<(string, SharingConflict, bool)>();
        foreach (var link in links.Where(l => (among is null || l.OtherGroup == among) && (names?.Contains(l.Pair) ?? pairs.Pairs.Contains(l.Pair))))
        {
            if (world.Find(link.OtherGroup)?.ClassOf(link.OtherPair) is not { } other)
                continue;
            foreach (var sharing in Sharings(group, link.Pair, pairs.Ends[0], link.OtherGroup, link.OtherPair, other.Ends[0]))
            {
                var conflicts = other.Ends.Select(e => SharingRules.Check(
                    group.Technology, operation, [new SharedVolume($"{link.OtherGroup.Name}/{link.OtherPair}", sharing, e)], pairs.Ends[0])).ToList();
                if (conflicts.FirstOrDefault(c => c.Count > 0) is [var first, ..])
                    found.Add((link.Pair, first, conflicts.All(c => c.Count > 0)));
            }
        }

        return found;
    }

    private IEnumerable<Sharing> Sharings(GroupKey group, string pair, PairState state, GroupKey otherGroup, string otherPair, PairState other) =>
        Sides(group, pair, state).SharedWith(Sides(otherGroup, otherPair, other));

    /// <summary>The volumes by the roles they have now.</summary>
    private PairVolumes Sides(GroupKey group, string pair, PairState state)
    {
        var (a, p, b, s) = _volumes[(group, pair)];
        return group.Technology.IsRemote() && state.PvolArray == b && a != b ? new((b, s), (a, p)) : new((a, p), (b, s));
    }
}
