namespace RunbookEngine.Replication.Vocabulary;

/// <summary>What a Universal Replicator pair of three data centers does that stands by for delta resync.</summary>
/// <remarks>Source: Universal Replicator guide, pair statuses HOLD, HOLDING and HLDE; <c>deltaStatus</c> on the wire.</remarks>
public enum DeltaStatus
{
    /// <summary>HOLD: the journal that a delta resync needs is kept.</summary>
    Hold,

    /// <summary>HOLDING: it may not be kept.</summary>
    Holding,

    /// <summary>HLDE: the standby pair failed; resync makes it stand by again.</summary>
    Broken,
}

/// <summary>The words of <c>deltaStatus</c>.</summary>
public static class DeltaStatusWords
{
    /// <summary>Null for no word, and for one that is not known.</summary>
    public static DeltaStatus? FromWire(string? word) => word switch
    {
        "HOLD" => DeltaStatus.Hold,
        "HOLDING" => DeltaStatus.Holding,
        "HLDE" => DeltaStatus.Broken,
        _ => null,
    };
}
