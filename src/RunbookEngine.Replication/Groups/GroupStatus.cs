using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Groups;

/// <summary>The statuses of the pairs of one group; the arrays have no status for the group itself.</summary>
/// <param name="Counts">Each status pair that occurs with the number of pairs, most frequent first.</param>
public sealed record GroupStatus(IReadOnlyList<(PairStatus P, PairStatus S, int Pairs)> Counts)
{
    public int Pairs => Counts.Sum(c => c.Pairs);

    public bool IsEmpty => Counts.Count == 0;

    /// <summary>All pairs show the same statuses.</summary>
    public bool IsUniform => Counts.Count == 1;

    public bool IsMixed => Counts.Count > 1;

    public static GroupStatus Of(IEnumerable<(PairStatus P, PairStatus S)> pairs) =>
        new([.. pairs.CountBy(p => p).OrderByDescending(c => c.Value).ThenBy(c => c.Key).Select(c => (c.Key.P, c.Key.S, c.Value))]);

    public static GroupStatus Of(IEnumerable<PairState> pairs) => Of(pairs.Select(p => (p.P, p.S)));

    /// <summary><c>PAIR/PAIR</c>, or <c>3 PAIR/PAIR, 2 PSUS/SSUS</c> when mixed.</summary>
    public override string ToString() => this switch
    {
        { IsEmpty: true } => "no pairs",
        { IsUniform: true } => $"{Counts[0].P}/{Counts[0].S}",
        _ => string.Join(", ", Counts.Select(c => $"{c.Pairs} {c.P}/{c.S}")),
    };
}
