using RunbookEngine.Replication.Operations;
using RunbookEngine.Replication.States;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Replication.Waits;

/// <summary>What a wait waits for, what it may see meanwhile, and what ends it in failure.</summary>
/// <param name="Ends">Any one of them fulfils the wait.</param>
/// <param name="OnTheWay">Statuses that may be seen before the end; anything else ends the wait at once. Empty allows all.</param>
/// <param name="FailOn">Statuses that end the wait in failure, unless an end wants them.</param>
/// <param name="GoneIsEnd">The pair no longer being listed fulfils the wait.</param>
public sealed record WaitGoal(
    Technology Technology, IReadOnlyList<WantedEnd> Ends, IReadOnlyList<PairStatus> OnTheWay, IReadOnlyList<PairStatus> FailOn,
    bool GoneIsEnd = false)
{
    /// <summary>The wait a person asked for by status words: both sides must show one of them. PSUS also takes the S-VOL's SSUS;
    /// PAIR also takes PFUL (with a warning); words that only an S-VOL shows (SSUS, SSWS) leave the P-VOL open.</summary>
    public static WaitGoal For(
        Technology technology, IReadOnlyCollection<PairStatus> wanted, IReadOnlyCollection<PairStatus>? failOn = null) =>
        WaitTable.ForStatuses(technology, wanted, failOn);

    /// <summary>The status an operation ends in when nobody says otherwise, failing on PSUE (and PFUS of UR).</summary>
    public static WaitGoal NaturalEnd(Technology technology, PairOperation operation) => WaitTable.ForOperation(technology, operation);

    /// <summary>As above, for a pair whose state before is known: a split of a pair that was taken over leaves the S-VOL in SSWS.</summary>
    public static WaitGoal NaturalEnd(PairState before, PairOperation operation) =>
        before.S == PairStatus.SSWS && operation is { Action: PairAction.Split, SvolOperationMode: null }
            ? WaitTable.AfterTakeover(before.Technology)
            : before.Condition == PairCondition.StandbyBroken && operation.Action == PairAction.Resync
                ? NaturalEnd(before.Technology, PairOperation.Create with { DeltaResyncSuspend = true })
            : NaturalEnd(before.Technology, operation);

    /// <summary>Judges one reading. <paramref name="rolesExchanged"/>: the P-VOL is on the other array than when the wait began.</summary>
    public WaitStanding Judge(PairStatus p, PairStatus s, bool rolesExchanged = false)
    {
        var met = Ends.FirstOrDefault(e => e.IsMetBy(p, s, rolesExchanged));
        if (met is not null)
        {
            return (met.P.Count > 0 && IsFilling(p)) || (met.S.Count > 0 && IsFilling(s)) ? WaitStanding.MetWithWarning : WaitStanding.Met;
        }

        if (FailOn.Contains(p) || FailOn.Contains(s))
        {
            return WaitStanding.Failed;
        }

        return Ends.Any(e => (e.TakesP(p) || May(p)) && (e.TakesS(s) || May(s))) ? WaitStanding.OnTheWay : WaitStanding.Hopeless;
    }

    /// <summary>Judges a state, knowing where the P-VOL was when the wait began.</summary>
    public WaitStanding Judge(PairState now, string pvolArrayAtStart)
    {
        var standing = Judge(now.P, now.S, now.PvolArray != pvolArrayAtStart);
        // PAIR with a blocked S-VOL is not the PAIR that is waited for: its hosts have nothing, and they get it when the quorum disk is back.
        return standing is WaitStanding.Met or WaitStanding.MetWithWarning && IsBlockedPair(now) ? WaitStanding.OnTheWay : standing;
    }

    private static bool IsBlockedPair(PairState now) =>
        now is { Technology: Technology.GlobalActiveDevice, P: PairStatus.PAIR, S: PairStatus.PAIR, SvolIoMode: IoMode.Block };

    /// <summary>The goal in words: <c>PSUS/SSUS</c>, <c>any/SSWS or PAIR/PAIR with the roles exchanged</c>.</summary>
    public override string ToString() => string.Join(" or ", Ends.Select(e => e.ToString())) + (GoneIsEnd ? " or gone" : "");

    /// <summary>An unknown status is no news: the array could not be asked.</summary>
    private bool May(PairStatus status) => OnTheWay.Count == 0 || status == PairStatus.Unknown || OnTheWay.Contains(status);

    private bool IsFilling(PairStatus status) =>
        status == PairStatus.PFUL || (status == PairStatus.PFUS && Technology == Technology.ThinImage);
}
