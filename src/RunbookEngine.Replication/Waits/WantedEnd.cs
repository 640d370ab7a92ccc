using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Waits;

/// <summary>One way a wait can be fulfilled: both sides show one of these statuses. An empty list takes any status.</summary>
/// <param name="RolesExchanged">The P-VOL must be on the array that held the S-VOL when the wait began.</param>
public sealed record WantedEnd(IReadOnlyList<PairStatus> P, IReadOnlyList<PairStatus> S, bool RolesExchanged = false)
{
    internal bool IsMetBy(PairStatus p, PairStatus s, bool exchanged) =>
        TakesP(p) && TakesS(s) && (!RolesExchanged || exchanged);

    internal bool TakesP(PairStatus p) => P.Count == 0 || P.Contains(p);

    internal bool TakesS(PairStatus s) => S.Count == 0 || S.Contains(s);

    public override string ToString() =>
        $"{Words(P)}/{Words(S)}{(RolesExchanged ? " with the roles exchanged" : "")}";

    private static string Words(IReadOnlyList<PairStatus> statuses) => statuses.Count == 0 ? "any" : string.Join('|', statuses);
}
