using System.Collections.Immutable;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;
using RunbookEngine.StartStates;

namespace RunbookEngine.Language.Predictions;

/// <summary>Names a copy group whichever of its two arrays is asked.</summary>
internal readonly record struct GroupKey(string Arrays, Technology Technology, string Name)
{
    public static GroupKey Of(Technology technology, string array, string? remote, string name) => new(
        !technology.IsRemote() || remote is null ? array
            : string.CompareOrdinal(array, remote) <= 0 ? $"{array}+{remote}" : $"{remote}+{array}",
        technology, name);

    public static GroupKey Of(PlanTarget target, string group) =>
        Of(TechnologyNames.FromRunbook(target.Technology)!.Value, target.Array, target.RemoteArray, group);
}

/// <summary>A copy group at one point of the plan.</summary>
/// <param name="Start">What does not change: volumes, sizes, journals.</param>
internal sealed record GroupStanding(GroupKey Key, StartGroup Start, ImmutableArray<PairClass> Classes)
{
    /// <summary>A group goes with its last pair.</summary>
    public Chance Exists => Classes.Any(c => !c.MayBeGone) ? Chance.Yes : Classes.Any(c => !c.IsGone) ? Chance.May : Chance.No;

    public PairClass? ClassOf(string pair) => Classes.FirstOrDefault(c => c.Pairs.Contains(pair));

    /// <summary>The standings, as many as there are kinds.</summary>
    public IReadOnlyList<PairStanding> Standings => [.. Classes.Select(c => c.Standing)];

    public bool SameAs(GroupStanding other) => ReferenceEquals(this, other)
        || (Classes.Length == other.Classes.Length && Classes.All(c => other.Classes.Any(o =>
            c.SameEnds(o) && c.Pairs.Length == o.Pairs.Length && (c.Pairs == o.Pairs || c.Pairs.ToHashSet().SetEquals(o.Pairs)))));

    /// <summary>Either of two standings of the same group.</summary>
    public GroupStanding Or(GroupStanding other)
    {
        if (SameAs(other))
            return this;
        var classes = new List<PairClass>();
        foreach (var mine in Classes)
        {
            var rest = mine.Pairs;
            foreach (var theirs in other.Classes)
            {
                ImmutableArray<string> both = mine.Pairs == theirs.Pairs ? mine.Pairs : [.. rest.Intersect(theirs.Pairs)];
                if (both.Length == 0)
                    continue;
                classes.Add(new(PairClass.Distinct(mine.Ends.Concat(theirs.Ends)), both) { Loose = mine.Loose || theirs.Loose });
                rest = both.Length == rest.Length ? [] : [.. rest.Except(both)];
            }

            classes.Add(mine with { Pairs = rest });
        }

        // Pairs that only the other one has: they may have been created.
        var known = Classes.SelectMany(c => c.Pairs).ToHashSet();
        foreach (var theirs in other.Classes)
        {
            ImmutableArray<string> new_ = [.. theirs.Pairs.Where(p => !known.Contains(p))];
            var none = Replication.States.PairState.None(Key.Technology) with { PvolArray = theirs.Ends[0].PvolArray, SvolArray = theirs.Ends[0].SvolArray };
            classes.Add(new(PairClass.Distinct(theirs.Ends.Prepend(none)), new_));
        }

        return this with { Classes = PairClass.Merge(classes) };
    }
}
