namespace RunbookEngine.Replication.States;

/// <summary>What can happen to a pair without anybody asking for it.</summary>
public enum PairEvent
{
    /// <summary>The paths between the arrays are gone, and a host wrote (TC, GAD) or the path watch ran out (UR).</summary>
    PathsLost,

    /// <summary>The replication journal (UR) or the pool (TI) passed its threshold.</summary>
    ThresholdPassed,

    /// <summary>Journal or pool are below their threshold again.</summary>
    ThresholdLeft,

    /// <summary>The replication journal stayed full longer than the data overflow watch; the pool ran full (TI).</summary>
    Full,

    /// <summary>The array reports an error of the pair: a drive, a pool, a volume.</summary>
    PairFault,

    /// <summary>The S-VOL's array found the error first.</summary>
    SvolFault,

    /// <summary>GAD: the paths are gone, and the array that has the S-VOL wrote the stoppage to the quorum disk first: the S-VOL serves on.</summary>
    PathsLostSvolFirst,

    /// <summary>GAD: the quorum disk cannot be used. Pairs that replicate go on.</summary>
    QuorumLost,

    /// <summary>GAD: the quorum disk was lost just after a pair began to copy, which suspends it.</summary>
    QuorumLostInNewCopy,

    /// <summary>GAD: the quorum disk can be used again.</summary>
    QuorumBack,

    /// <summary>UR: the journal of a pair that stands by may not be kept any more (HOLD falls to HOLDING by itself).</summary>
    StandbyLosesJournal,

    /// <summary>UR: it is kept again.</summary>
    StandbyHasJournal,

    /// <summary>The array that holds the P-VOL is gone (GAD: the S-VOL serves on).</summary>
    PvolArrayLost,
}
