namespace RunbookEngine.Replication.Vocabulary;

/// <summary>What happens to the P-VOL when an update cannot be copied.</summary>
/// <remarks>Source: TrueCopy guide MK-98RD9022, fence level options.</remarks>
public enum FenceLevel
{
    /// <summary>The P-VOL refuses writes as soon as an update copy fails.</summary>
    Data,

    /// <summary>The P-VOL refuses writes only if the S-VOL cannot be marked suspended either.</summary>
    Status,

    /// <summary>The P-VOL is never fenced; the only level of global-active device.</summary>
    Never,

    /// <summary>The only level of Universal Replicator.</summary>
    Async,
}
