using RunbookEngine.Simulator.Pairs;

namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>Universal Replicator over three sites: the pair between the second and the third that stands by for the loss of the first.</summary>
/// <remarks>
/// Source: Universal Replicator guide, 3DC multi-target configurations with delta resync: pair statuses HOLD, HOLDING and HLDE; conditions for
/// delta resync operations (conditions_for_delta_resync_ops); chdcehgi for the way from HLDE to HOLD. global-active device guide, GAD 3DC delta
/// resync: it starts by itself after a swap suspend.
/// </remarks>
internal static class DeltaResync
{
    public const string Hold = "HOLD";
    public const string Holding = "HOLDING";
    public const string Broken = "HLDE";

    /// <summary>Mirrors from another array that write the S-VOL of a standby pair.</summary>
    public static IReadOnlyList<RemotePair> FormerMirrors(RemotePair standby) =>
    [
        .. standby.Secondary.Volume.Uses.OfType<RemoteSide>()
            .Where(s => s.Pair != standby && s is { IsPrimary: false, Exists: true } && s.Pair.Group.Technology == "UR" && s.Pair.Delta is null).Select(s => s.Pair),
    ];

    /// <summary>Resync of a standby pair: from HLDE it stands by again, from HOLD it is the delta resync.</summary>
    public static Verdict Resync(RemoteSide side)
    {
        var pair = side.Pair;
        Verdict Refuse(string why) => Verdict.Reject($"The delta resync can't be done: {why}. (copyPairName = {pair.Name}, {pair.Delta})");
        if (!pair.Group.Connected)
            return Refuse("there is no usable remote path");
        if (pair.Delta == Broken)
            return Verdict.Do;
        if (pair.Delta == Holding)
            return Refuse("the journal data it needs is not kept");
        // The S-VOL of the synchronous copy has the roles it has after a takeover; a swap makes it a P-VOL, and then nothing was lost.
        var lost = pair.Primary.Volume.Uses.OfType<RemoteSide>().Where(s => s.Pair != pair && s is { IsPrimary: false, Exists: true }).ToList();
        if (lost.Count == 0 || lost.Any(s => s.Status != "SSWS"))
            return Refuse("the TrueCopy or global-active device S-VOL is not in SSWS");
        var mirrors = FormerMirrors(pair);
        return mirrors.Count == 0 || mirrors.Any(m => m.Secondary.Status is not ("PAIR" or "SSUS" or "PSUE" or "PFUS"))
            ? Refuse("the S-VOL of the other mirror is not in PAIR, PSUS or PSUE")
            : Verdict.Do;
    }

    /// <summary>After a swap suspend of a global-active device pair the delta resync starts by itself.</summary>
    public static void AfterTakeover(RemotePair pair)
    {
        if (pair.Group.Technology != "GAD")
            return;
        foreach (var standby in Standbys(pair).Where(s => s.Pair.Delta == Hold && Resync(s).Acts).ToList())
            standby.Pair.StartDeltaResync();
    }

    /// <summary>Without the synchronous copy in PAIR the journal of a delta resync may not be kept; it is again when that copy is.</summary>
    public static void Follow(RemotePair pair)
    {
        var standbys = pair.Group.Technology == "UR"
            ? pair.Secondary.Volume.Uses.OfType<RemoteSide>().Where(s => s is { IsPrimary: false, Exists: true, Pair.Delta: not null }) : Standbys(pair);
        foreach (var standby in standbys.Select(s => s.Pair).ToList())
        {
            var lost = standby.Primary.Volume.Uses.OfType<RemoteSide>().Where(s => s.Pair != standby && s is { IsPrimary: false, Exists: true }).ToList();
            if (standby.Delta == Hold && lost.Any(s => s.Status is "SSUS" or "PSUE"))
                standby.StandBy(journalKept: false);
            else if (standby.Delta == Holding && lost.Count > 0 && lost.All(s => s.Status == "PAIR") && FormerMirrors(standby).All(m => m.Secondary.Status == "PAIR"))
                standby.StandBy();
        }
    }

    private static IEnumerable<RemoteSide> Standbys(RemotePair pair) =>
        pair.Secondary.Volume.Uses.OfType<RemoteSide>().Where(s => s is { IsPrimary: true, Exists: true, Pair.Delta: not null });
}
