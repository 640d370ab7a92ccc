namespace RunbookEngine.Language.Predictions;

/// <summary>Parts of a plan that run side by side on pairs which share volumes: what one finds depends on how far the others are.</summary>
internal sealed class Races
{
    /// <summary>Rounds in which the parts learn what the others may have done: what one makes possible, another may build on.</summary>
    private const int Rounds = 2;

    private readonly List<Dictionary<GroupKey, GroupStanding>> _changes;

    private Races(int parts) => _changes = [.. Enumerable.Range(0, parts).Select(_ => new Dictionary<GroupKey, GroupStanding>())];

    /// <param name="scratch">A walk that leaves no trace but in the list it is given.</param>
    /// <returns>Null when no two parts touch pairs of the same volumes.</returns>
    public static Races? Of(Neighbours neighbours, Func<List<Visit>, PlanWalk> scratch, PairWorld before, IReadOnlyList<Func<PlanWalk, PairWorld, Flow>> parts)
    {
        if (parts.Count < 2 || !neighbours.Any)
            return null;
        var races = new Races(parts.Count);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < parts.Count; i++)
            {
                var (met, from) = (new List<Visit>(), races.From(i, before));
                parts[i](scratch(met), from);
                var anywhere = met.Aggregate(from, (world, visit) => world.Or(visit.After));
                races._changes[i] = anywhere.Groups.Where(g => !ReferenceEquals(from.Find(g.Key), g.Value)).ToDictionary(g => g.Key, g => g.Value);
            }
        }

        return races.Meet(neighbours) ? races : null;
    }

    /// <summary>The pairs as a part may find them: those that the others work on are anywhere on their way.</summary>
    public PairWorld From(int part, PairWorld world) =>
        world.With(_changes.Where((_, i) => i != part).SelectMany(c => c.Values));

    /// <summary>A part's own mark on the pairs, whichever way it ends.</summary>
    public PairWorld After(PairWorld onto, PairWorld from, Flow flow)
    {
        var end = flow.Fails switch { Chance.Yes => flow.Failed, Chance.May => flow.World.Or(flow.Failed), _ => flow.World };
        return onto.With(end.Groups.Where(g => !ReferenceEquals(from.Find(g.Key), g.Value)).Select(g => g.Value));
    }

    private bool Meet(Neighbours neighbours)
    {
        for (var i = 0; i < _changes.Count; i++)
        {
            for (var j = i + 1; j < _changes.Count; j++)
            {
                if (_changes[i].Keys.Any(one => _changes[j].Keys.Any(other => neighbours.Share(one, other))))
                    return true;
            }
        }

        return false;
    }
}
