namespace RunbookEngine.Arrays.Pairs;

/// <summary>When the P-VOL of a synchronous pair refuses host writes.</summary>
public enum FenceLevel
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>As soon as an update copy fails.</summary>
    Data,

    /// <summary>Only if the S-VOL cannot be marked suspended either.</summary>
    Status,

    /// <summary>Universal Replicator: writes are never held up by the copy.</summary>
    Async,
}
