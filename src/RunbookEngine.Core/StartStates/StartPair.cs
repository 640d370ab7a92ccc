namespace RunbookEngine.StartStates;

/// <summary>One pair. Statuses are spelt as the arrays spell them.</summary>
public sealed record StartPair(string Name, string PvolStatus, string SvolStatus)
{
    /// <summary>Alias of the array that holds the P-VOL; null inside one array.</summary>
    public string? PvolArray { get; init; }

    public string? SvolArray { get; init; }

    public int? PvolLdev { get; init; }

    public int? SvolLdev { get; init; }

    /// <summary>Bytes that a full copy would move: the volume's capacity; null when not known.</summary>
    public long? Bytes { get; init; }

    /// <summary>TrueCopy: <c>DATA</c>, <c>STATUS</c>, <c>NEVER</c>.</summary>
    public string? FenceLevel { get; init; }

    /// <summary>global-active device, as the array spells it: <c>L/M</c>, <c>L/L</c>, <c>B/B</c>.</summary>
    public string? PvolIoMode { get; init; }

    public string? SvolIoMode { get; init; }

    /// <summary>Universal Replicator: journal on the array of the P-VOL.</summary>
    public int? PvolJournal { get; init; }

    public int? SvolJournal { get; init; }
}
