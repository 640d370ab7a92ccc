namespace RunbookEngine.Simulator.LocalCopies;

/// <summary>Where a ShadowImage pair stands; finer than the two status words the API shows.</summary>
/// <remarks>Source: ShadowImage user guide MK-98RD9021, pair status and tasks (suffixes PD, SP, RS, RS-R).</remarks>
internal enum LocalState
{
    /// <summary>COPY(PD).</summary>
    InitialCopy,
    Pair,

    /// <summary>COPY(SP): the rest of the difference moves, then the pair splits.</summary>
    SteadySplit,

    /// <summary>PSUS(SP): split already, the difference moves behind it.</summary>
    QuickSplit,
    Split,

    /// <summary>COPY(RS).</summary>
    Resync,

    /// <summary>COPY(RS-R).</summary>
    Restore,
    QuickRestore,
    Error,

    /// <summary>SMPL(PD).</summary>
    Deleting,
    Gone,

    /// <summary>Volume Migration pair before it is told to move.</summary>
    MigrationReady,
    Migrating,
    Migrated,
}
