using System.Collections.Immutable;
using RunbookEngine.Replication.States;

namespace RunbookEngine.Language.Predictions;

/// <summary>Pairs of one group that have the same past, so that ten thousand cost as much as one.</summary>
/// <param name="Ends">What each may be in; one when it is certain.</param>
/// <param name="Pairs">Their names.</param>
internal sealed record PairClass(ImmutableArray<PairState> Ends, ImmutableArray<string> Pairs)
{
    /// <summary>More possible ends of one pair are not told apart.</summary>
    private const int MostEnds = 12;

    /// <summary>Nobody waited to see what was asked last: whatever a look shows, the pair may still become any of its ends.</summary>
    public bool Loose { get; init; }

    public bool IsGone => Ends.All(e => e.IsSimplex);

    public bool MayBeGone => Ends.Any(e => e.IsSimplex);

    public PairStanding Standing => new(Pairs.Length, Ends);

    public bool SameEnds(PairClass other) => Loose == other.Loose && SameEnds(Ends, other.Ends);

    public static bool SameEnds(ImmutableArray<PairState> one, ImmutableArray<PairState> other) =>
        one == other || (one.Length == other.Length && one.All(other.Contains));

    public static ImmutableArray<PairState> Distinct(IEnumerable<PairState> ends) => [.. ends.Distinct().Take(MostEnds)];

    /// <summary>Classes that have come to be the same are one again.</summary>
    public static ImmutableArray<PairClass> Merge(IReadOnlyList<PairClass> classes)
    {
        var merged = new List<PairClass>();
        foreach (var one in classes.Where(c => c.Pairs.Length > 0))
        {
            var same = merged.FindIndex(m => m.SameEnds(one));
            if (same < 0)
                merged.Add(one);
            else
                merged[same] = merged[same] with { Pairs = merged[same].Pairs.AddRange(one.Pairs) };
        }

        return [.. merged];
    }
}
