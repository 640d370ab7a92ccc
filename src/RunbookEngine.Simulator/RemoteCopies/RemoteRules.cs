using RunbookEngine.Simulator.LocalCopies;
using RunbookEngine.Simulator.Pairs;
using RunbookEngine.Simulator.Snapshots;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.RemoteCopies;

/// <summary>Options of a remote split as the body gave them.</summary>
internal sealed record SplitOptions(bool SvolWritable, bool ProtectPvol, bool SuspendData, string? SvolMode);

/// <summary>Which command a TC, UR or GAD pair takes in which state, seen from the array that is asked.</summary>
/// <remarks>
/// Source: Command Control Interface guide, pair commands and states; REST API guide MK-98RD9014, remote copy pairs; horctakeover state
/// table of the same CCI guide for takeover.
/// </remarks>
internal static class RemoteRules
{
    public static Verdict Split(RemoteSide side, SplitOptions options, SwitchOptions switches)
    {
        if (options.SvolMode == "SSWS")
            return TakeOverByForce(side);
        if (options.SvolMode == "PSUS")
            return LeaveTakeover(side, switches);
        if (!side.IsPrimary && (options.ProtectPvol || options.SuspendData))
            return Wrong(side, "split with protection from the S-VOL's array");
        if (side.Pair.Transition == RemotePair.Deleting)
            return Wrong(side, "split");
        if (side.Pair.Transition is not null)
            return Verdict.NoOp;
        var partner = side.Pair.PartnerOf(side);
        if (side.IsPrimary && partner.Status == "SSWS" && side.Pair.Group.Connected)
            return side.Status == "PSUS" ? Verdict.NoOp : Verdict.Do;
        return side.Status switch
        {
            "COPY" when options.ProtectPvol || options.SuspendData => Wrong(side, "split with protection"),
            "COPY" or "PAIR" => Unshared(side, "split"),
            "PSUE" when switches.SplitOfPsueRejected && side.Pair.Group.Technology != "GAD" => Wrong(side, "split"),
            _ => Verdict.NoOp,
        };
    }

    public static Verdict Resync(RemoteSide side)
    {
        if (side.Pair.Transition == RemotePair.Deleting)
            return Wrong(side, "resynchronized");
        if (side.Pair.Delta is not null)
            return side.IsPrimary ? DeltaResync.Resync(side) : Wrong(side, "resynchronized from the S-VOL's array");
        if (side.Pair.Secondary.Status == "SSWS" && (!side.IsPrimary || side.Pair.Group.Connected))
            return Wrong(side, "resynchronized without exchanging the roles");
        if (side.Status is "COPY" or "PAIR")
            return Verdict.NoOp;
        if (BothBlocked(side.Pair))
            return Wrong(side, "resynchronized while both volumes are blocked");
        return WholeAndConnected(side, "resynchronized") ?? Unshared(side, "resynchronized");
    }

    public static Verdict SwapResync(RemoteSide side, SwitchOptions switches)
    {
        if (side.Status is "COPY" or "PAIR")
            return switches.SwapResyncOfPairedRejected ? Wrong(side, "resynchronized with exchange of roles") : Verdict.NoOp;
        if (side.Pair.Delta is not null)
            return Wrong(side, "resynchronized with exchange of roles");
        if (side.IsPrimary)
            return Wrong(side, "resynchronized with exchange of roles from the P-VOL's array");
        if (side.Status != "SSWS" && !(side.Status == "SSUS" && switches.SwapResyncFromSsus))
            return Wrong(side, "resynchronized with exchange of roles");
        if (WholeAndConnected(side, "resynchronized with exchange of roles") is { } refused)
            return refused;
        var pvol = side.Pair.Primary.Status;
        return pvol == "PSUS" || (pvol == "PSUE" && side.Pair.Group.Technology == "GAD")
            ? Unshared(side, "resynchronized")
            : Wrong(side, "resynchronized with exchange of roles");
    }

    public static Verdict TakeOver(RemoteSide side, SwitchOptions switches)
    {
        if (side.IsPrimary)
            return side.PvolProtected && side.Status == "PSUE" ? Verdict.Do : Verdict.NoOp;
        // With the P-VOL known to be in COPY, horctakeover takes the S-VOL over all the same and says EX_VOLCUR (state 15 of its table).
        if (side is { Status: "COPY", Pair: { Transition: null, Group.Connected: true, Primary: { Exists: true, Status: "COPY" } } } && switches.TakeoverFromCopy
            && side.Pair.Group.Technology != "GAD")
            return Verdict.Do;
        return TakeOverByForce(side);
    }

    /// <summary>The roles can be exchanged at once: both sides are whole and reachable.</summary>
    public static bool CanSwap(RemoteSide side) =>
        side.Pair.Group.Connected && side is { IsPrimary: false, Status: "PAIR" } && side.Pair.Primary is { Exists: true, Status: "PAIR" };

    public static Verdict Delete(RemoteSide side, SwitchOptions switches) =>
        side.Pair.Transition == RemotePair.Deleting ? Wrong(side, "deleted again")
        : side.Pair.Group.Technology != "GAD" ? Verdict.Do
        : side.Status is "PAIR" or "COPY" ? (switches.GadDeleteOnlySuspended ? Wrong(side, "deleted") : Verdict.Do)
        : side.IoMode == "L/L" ? Verdict.Do
        : Verdict.Reject($"The pair can be deleted only at the side that goes on (I/O mode Local); where both are blocked, by forced deletion alone. "
            + $"(copyPairName = {side.Pair.Name}, status = {side.Shown}, I/O mode = {side.IoMode}, {(side.IsPrimary ? "P-VOL" : "S-VOL")})");

    private static Verdict TakeOverByForce(RemoteSide side)
    {
        if (side.IsPrimary)
            return Wrong(side, "taken over from the P-VOL's array");
        if (side.Pair.Transition == RemotePair.Deleting || side.Pair.Delta is not null)
            return Wrong(side, "taken over");
        return side.Status switch
        {
            "SSWS" => Verdict.NoOp,
            "COPY" => Verdict.Reject($"The S-VOL is not complete; its data can't be used. (copyPairName = {side.Pair.Name}, EX_VOLCUR)"),
            // Neither the paths nor the quorum disk would keep the P-VOL from serving too.
            _ when side.Pair.Group is { Technology: "GAD", QuorumUsable: false, Connected: false } => Wrong(side, "taken over"),
            "PSUE" when BothBlocked(side.Pair) => Wrong(side, "taken over while both volumes are blocked"),
            // The P-VOL served alone when its array went: this side is blocked, and what it has is old.
            "PSUE" when side.Pair.Group.Technology == "GAD" && side.Pair.Primary.Array.Gone => Wrong(side, "taken over"),
            _ => Verdict.Do,
        };
    }

    private static Verdict LeaveTakeover(RemoteSide side, SwitchOptions switches)
    {
        if (side.IsPrimary || (side.Pair.Group.Technology != "GAD" && !switches.LeaveSswsForTrueCopyAndUniversalReplicator))
            return Wrong(side, "taken out of SSWS");
        if (side.Pair.Transition == RemotePair.Deleting)
            return Wrong(side, "taken out of SSWS");
        return side.Status switch
        {
            // A P-VOL that does not know of the takeover, or can't be told of its end, stays blocked: no side would be left to serve.
            "SSWS" when !side.Pair.Group.Connected || side.Pair.Primary.Status != "PSUS" => Wrong(side, "taken out of SSWS while the P-VOL can't be told"),
            "SSWS" => Verdict.Do,
            "SSUS" => Verdict.NoOp,
            _ => Wrong(side, "taken out of SSWS"),
        };
    }

    private static Verdict? WholeAndConnected(RemoteSide side, string done)
    {
        if (side.Pair.Transition is not null)
            return Verdict.Reject($"The pair is being changed. (copyPairName = {side.Pair.Name})");
        if (!side.Pair.Group.Connected)
            return Verdict.Reject($"The pair can't be {done}: there is no usable remote path. (copyPairName = {side.Pair.Name})");
        if (side.DeletedByPartner || !side.Pair.PartnerOf(side).Exists)
            return Verdict.Reject($"The other array has no such pair any more; delete the pair here too. (copyPairName = {side.Pair.Name})");
        return null;
    }

    /// <summary>global-active device: several failures stopped both volumes, and which has the data that counts is not known.</summary>
    private static bool BothBlocked(RemotePair pair) =>
        pair is { Group.Technology: "GAD", Primary: { Exists: true, Status: "PSUE", PvolProtected: true }, Secondary: { Exists: true, Status: "PSUE" } };

    /// <summary>Copies inside one array that stand in the way.</summary>
    /// <remarks>Source: ShadowImage guide MK-98RD9021, sharing volumes with TrueCopy and Universal Replicator.</remarks>
    private static Verdict Unshared(RemoteSide side, string done)
    {
        if (done == "resynchronized" && side.Pair.Secondary.Volume.Uses.OfType<RemoteSide>()
            .Any(s => s.Pair != side.Pair && s is { IsPrimary: false, Status: "PAIR" or "COPY" } && s.Pair.Group.Technology == "UR"))
            return Verdict.Reject($"The pair can't be {done}: another mirror writes its S-VOL. (copyPairName = {side.Pair.Name})");
        foreach (var volume in new[] { side.Pair.Primary.Volume, side.Pair.Secondary.Volume })
        {
            if (volume.Uses.OfType<SnapshotPair>().Any(p => p.Pvol == volume && p.State == SnapshotState.Restoring))
                return Verdict.Reject($"The pair can't be {done} while a snapshot of the volume is being restored.");
            foreach (var pair in volume.Uses.OfType<LocalPair>())
            {
                if (pair.Svol == volume && pair.State is not (LocalState.Split or LocalState.Error))
                    return Verdict.Reject($"The pair can't be {done} while a volume is the S-VOL of a local pair that is not split.");
                if (pair.Pvol == volume && pair.State is LocalState.Restore or LocalState.QuickRestore)
                    return Verdict.Reject($"The pair can't be {done} while a local pair of the volume is being restored.");
            }
        }
        return Verdict.Do;
    }

    private static Verdict Wrong(RemoteSide side, string done) => Verdict.Reject(
        $"The pair can't be {done} in its state. (copyPairName = {side.Pair.Name}, status = {side.Shown}, {(side.IsPrimary ? "P-VOL" : "S-VOL")})");

    /// <summary>The P-VOL is the S-VOL of another remote pair: the middle of three data centers.</summary>
    public static bool IsCascade(RemotePair pair) =>
        pair.Primary.Volume.Uses.OfType<RemoteSide>().Any(s => s.Pair != pair && !s.IsPrimary);
}
