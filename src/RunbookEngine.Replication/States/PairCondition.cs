namespace RunbookEngine.Replication.States;

/// <summary>What a pair is doing: a row of a status table. Finer than the statuses, which show several rows alike
/// (ShadowImage says COPY for initial copy, split and resync).</summary>
public enum PairCondition
{
    /// <summary>The statuses fit several rows, or none; see <see cref="PairState.Possible"/>.</summary>
    Unclear,
    Simplex,
    /// <summary>GAD: waits for its turn to copy.</summary>
    Queued,
    InitialCopy,
    /// <summary>Initial copy of a pair that was created to split by itself at the end.</summary>
    InitialCopyToSplit,
    Paired,
    /// <summary>GAD: PAIR, and the S-VOL serves no host: the quorum disk could not be used when the copy ended.</summary>
    PairedSvolBlocked,
    /// <summary>PFUL: still paired, journal or pool above the threshold.</summary>
    PairedFilling,
    /// <summary>ShadowImage: the rest of the differential is copied, then the pair is split.</summary>
    SteadySplit,
    /// <summary>ShadowImage: split for hosts, data follows in the background.</summary>
    QuickSplit,
    /// <summary>UR: split asked for, the journal is being drained; shows PAIR.</summary>
    Draining,
    /// <summary>Split, S-VOL read only (TC, UR), blocked (GAD), or writable (SI, TI).</summary>
    SplitDone,
    /// <summary>TC, UR: split with <c>svolAccessMode: rw</c>.</summary>
    SplitWritable,
    /// <summary>TC: split with <c>doPvolWriteProtect</c>.</summary>
    SplitProtected,
    /// <summary>TI PFUS: split, pool above its threshold.</summary>
    SplitFilling,
    Resyncing,
    Restoring,
    QuickRestoring,
    /// <summary>Suspended by an error that both sides know of.</summary>
    Suspended,
    /// <summary>TC: as <see cref="Suspended"/>, and the fence level keeps hosts from writing the P-VOL.</summary>
    SuspendedFenced,
    /// <summary>Suspended by an error, and the S-VOL was never told.</summary>
    SuspendedUnseen,
    /// <summary>TC: as <see cref="SuspendedUnseen"/>, and the fence level keeps hosts from writing the P-VOL.</summary>
    SuspendedUnseenFenced,
    /// <summary>Suspended because the S-VOL's array found an error.</summary>
    SuspendedBySvol,
    /// <summary>UR PFUS: suspended because the journal stayed full.</summary>
    SuspendedFull,
    /// <summary>SSWS, and the P-VOL knows: the S-VOL side has the data that counts.</summary>
    TakenOver,
    /// <summary>SSWS, and the P-VOL's array has not heard of it.</summary>
    TakenOverUnseen,
    /// <summary>The pair was deleted at the S-VOL's array; the P-VOL still has its half.</summary>
    DeletedAtSvol,
    /// <summary>UR: delta resync standby (HOLD).</summary>
    Standby,
    /// <summary>UR: delta resync standby whose journal may not be kept (HOLDING): a delta resync is refused.</summary>
    StandbyHolding,
    /// <summary>UR: broken delta resync standby (HLDE).</summary>
    StandbyBroken,
    /// <summary>GAD: several failures, no side serves.</summary>
    Blocked,
    /// <summary>TI: clone copy runs; the pair vanishes at the end.</summary>
    Cloning,
    Deleting,
}
