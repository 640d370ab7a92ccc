namespace RunbookEngine.Simulator.Snapshots;

/// <summary>Where a Thin Image pair stands. PFUL and PFUS are PAIR and PSUS in a pool over its threshold.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, pair status of Thin Image.</remarks>
internal enum SnapshotState
{
    /// <summary>COPY.</summary>
    Creating,

    /// <summary>PAIR: no snapshot is stored.</summary>
    Pair,

    /// <summary>PSUS: a snapshot is stored.</summary>
    Stored,

    /// <summary>RCPY.</summary>
    Restoring,

    /// <summary>PSUE: the snapshot's data is lost.</summary>
    Error,

    /// <summary>PSUP: becoming an independent copy; the pair goes at the end.</summary>
    Cloning,

    /// <summary>SMPP.</summary>
    Deleting,
    Gone,
}
