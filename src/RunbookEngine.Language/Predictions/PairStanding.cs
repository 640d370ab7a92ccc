using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Predictions;

/// <summary>Pairs of a copy group that stand alike.</summary>
/// <param name="Pairs">How many.</param>
/// <param name="Ends">What they may be in; one when it is certain, several where it depends on timing or on what is not known.</param>
public sealed record PairStanding(int Pairs, IReadOnlyList<PairState> Ends)
{
    public bool IsCertain => Ends.Select(e => (e.P, e.S, e.PvolArray)).Distinct().Count() == 1;

    /// <summary>What hosts may do with the P-VOL, whichever end it is.</summary>
    public HostAccess PvolAccess => Ends.Min(e => e.PvolAccess);

    public HostAccess SvolAccess => Ends.Min(e => e.SvolAccess);

    /// <summary><c>PSUS/SSUS</c>, or both ends: <c>COPY/COPY or PAIR/PAIR</c>.</summary>
    public string Statuses => string.Join(" or ", Ends.Select(e => e.IsSimplex ? "SMPL" : e.Statuses).Distinct());
}
