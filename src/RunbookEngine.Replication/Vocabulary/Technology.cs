namespace RunbookEngine.Replication.Vocabulary;

/// <summary>The array's replication products, as a runbook names them.</summary>
public enum Technology
{
    /// <summary>Copies inside one array; <c>replicationType</c> SI.</summary>
    ShadowImage,

    /// <summary>Synchronous copies between arrays; <c>replicationType</c> TC.</summary>
    TrueCopy,

    /// <summary>Asynchronous, journal-based copies between arrays; <c>replicationType</c> UR.</summary>
    UniversalReplicator,

    /// <summary>Active-active volumes on two arrays with a quorum disk; <c>replicationType</c> GAD.</summary>
    GlobalActiveDevice,

    /// <summary>Snapshots inside one array; <c>replicationType</c> TI (the API has its own object type for them).</summary>
    ThinImage,
}
