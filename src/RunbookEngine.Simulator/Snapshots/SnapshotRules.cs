using RunbookEngine.Simulator.Pairs;
using RunbookEngine.Simulator.RemoteCopies;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Snapshots;

/// <summary>Which Thin Image command a pair takes in which state.</summary>
/// <remarks>
/// Source: Thin Image guide MK-98RD9020, results of pair commands; REST API guide MK-98RD9014, chapter on Thin Image (clones, retention,
/// deletion in any status, which a switch turns on).
/// </remarks>
internal static class SnapshotRules
{
    /// <summary>A creation that names a pair which exists.</summary>
    public static Verdict CreateAgain(SnapshotPair pair, bool autoSplit) => (pair.State, autoSplit) switch
    {
        (SnapshotState.Pair, true) => Verdict.Do,
        (SnapshotState.Stored, true) => Verdict.NoOp,
        (SnapshotState.Creating or SnapshotState.Pair or SnapshotState.Restoring, false) => Verdict.NoOp,
        _ => Wrong(pair, "created again"),
    };

    public static Verdict Split(SnapshotPair pair) => pair.State switch
    {
        SnapshotState.Pair => Shared(pair, s => s.IsCopying) ? Verdict.Reject("The P-VOL is a volume of a remote pair that copies.") : NotWhileRestoring(pair, "split"),
        SnapshotState.Stored => Verdict.NoOp,
        _ => Wrong(pair, "split"),
    };

    public static Verdict Resync(SnapshotPair pair) => pair.State switch
    {
        SnapshotState.Stored when pair.Retained => Retained(pair),
        SnapshotState.Stored or SnapshotState.Error => NotWhileRestoring(pair, "resynchronized"),
        SnapshotState.Creating or SnapshotState.Pair or SnapshotState.Restoring => Verdict.NoOp,
        _ => Wrong(pair, "resynchronized"),
    };

    public static Verdict Restore(SnapshotPair pair) => pair.State switch
    {
        SnapshotState.Stored when pair.Retained => Retained(pair),
        SnapshotState.Stored when Shared(pair, s => !s.IsPrimary) => Verdict.Reject("The P-VOL is the S-VOL of a remote pair."),
        SnapshotState.Stored when Shared(pair, s => !s.IsSuspended) => Verdict.Reject("The P-VOL is also a volume of a remote pair that is not suspended."),
        SnapshotState.Stored => NotWhileRestoring(pair, "restored"),
        SnapshotState.Creating or SnapshotState.Pair or SnapshotState.Restoring => Verdict.NoOp,
        _ => Wrong(pair, "restored"),
    };

    public static Verdict Clone(SnapshotPair pair) => pair.State switch
    {
        SnapshotState.Pair when pair.IsClone => NotWhileRestoring(pair, "cloned"),
        _ => Wrong(pair, "cloned"),
    };

    public static Verdict Delete(SnapshotPair pair, SwitchOptions switches) => pair.State switch
    {
        SnapshotState.Deleting or SnapshotState.Gone => Verdict.NoOp,
        SnapshotState.Stored when pair.Retained => Retained(pair),
        SnapshotState.Creating or SnapshotState.Restoring or SnapshotState.Cloning when !switches.SnapshotDeleteWhileCopying => Wrong(pair, "deleted"),
        _ => Verdict.Do,
    };

    public static Verdict Assign(SnapshotPair pair, SimulatedArray array, int svolLdevId)
    {
        if (pair.Svol is { } present)
            return present.LdevId == svolLdevId ? Verdict.NoOp : Wrong(pair, "given another S-VOL");
        return pair.State is SnapshotState.Pair or SnapshotState.Stored
            ? RefuseSvol(array, pair.Pvol, svolLdevId, pair.CanCascade) is { } reason ? Verdict.Reject(reason) : Verdict.Do
            : Wrong(pair, "given an S-VOL");
    }

    public static Verdict Unassign(SnapshotPair pair) =>
        pair.Svol is null ? Verdict.NoOp
        : pair.IsClone || pair.State is not (SnapshotState.Pair or SnapshotState.Stored) ? Wrong(pair, "parted from its S-VOL")
        : pair.Svol.Uses.Count > 1 ? Verdict.Reject("The S-VOL is a volume of another pair.")
        : Verdict.Do;

    public static Verdict SetRetention(SnapshotPair pair, int hours) =>
        pair.State != SnapshotState.Stored ? Wrong(pair, "retained")
        : pair.Retained && hours < pair.RetentionHours ? Verdict.Reject("A retention period can only be made longer.")
        : Verdict.Do;

    /// <summary>Why a volume can't be the S-VOL; null when it can.</summary>
    public static string? RefuseSvol(SimulatedArray array, Volume pvol, int ldevId, bool cascade) =>
        !array.Volumes.TryGetValue(ldevId, out var svol) ? $"The LDEV is not defined. (ldevId = {ldevId})"
        : svol == pvol ? "P-VOL and S-VOL are the same volume."
        : svol.SizeBytes != pvol.SizeBytes ? "P-VOL and S-VOL differ in size."
        : svol.Status != "NML" || svol.JournalId is not null || svol.GadReserved ? "The volume can't be an S-VOL."
        : svol.Uses.Count > 0 ? "The S-VOL is already in a pair."
        : array.World.Switches.SnapshotVolumesNeedPaths && svol.Paths.Count == 0 ? "The specified snapshot S-VOL does not have LU paths."
        : cascade && svol.IsVirtual ? "The S-VOL of a pair that can cascade is a DP volume."
        : null;

    private static bool Shared(SnapshotPair pair, Func<RemoteSide, bool> stands) => pair.Pvol.Uses.OfType<RemoteSide>().Any(stands);

    private static Verdict NotWhileRestoring(SnapshotPair pair, string done) =>
        pair.Pvol.Uses.OfType<SnapshotPair>().Any(p => p != pair && p.Pvol == pair.Pvol && p.State == SnapshotState.Restoring)
            ? Verdict.Reject($"The pair can't be {done} while another snapshot of the P-VOL is being restored.")
            : Verdict.Do;

    private static Verdict Retained(SnapshotPair pair) =>
        Verdict.Reject($"The snapshot is within its retention period. (snapshotId = {pair.Id})");

    private static Verdict Wrong(SnapshotPair pair, string done) =>
        Verdict.Reject($"The pair can't be {done} in its state. (snapshotId = {pair.Id}, status = {pair.Status})");
}
