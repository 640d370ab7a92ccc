using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Pairs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>A unit as one look found it, and how it was looked at.</summary>
/// <param name="Exists">False when the array knows no such group.</param>
/// <param name="Pairs">The pairs that the unit covers.</param>
/// <param name="Others">Pairs of the same group that it does not cover.</param>
internal sealed record SeenGroup(
    PairUnit Unit, IPairArray Source, PairReadOptions Options, bool Exists, IReadOnlyList<SeenPair> Pairs, IReadOnlyList<SeenPair> Others,
        DateTimeOffset At)
{
    /// <summary>The journals it goes through; null for all but Universal Replicator.</summary>
    public MirrorIds? Mirror { get; init; }

    public IEnumerable<SeenPair> All => Pairs.Concat(Others);

    public SeenPair? Find(string pair) => All.FirstOrDefault(p => p.Name == pair);
}
