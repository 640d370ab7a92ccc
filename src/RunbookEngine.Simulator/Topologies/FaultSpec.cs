namespace RunbookEngine.Simulator.Topologies;

/// <summary>Something that shall go wrong. Which properties matter depends on <see cref="Kind"/>.</summary>
public sealed record FaultSpec
{
    public required string Kind { get; init; }

    /// <summary>Alias of the array it happens at; null means any.</summary>
    public string? Array { get; init; }

    /// <summary>HTTP method, or null for any.</summary>
    public string? Method { get; init; }

    /// <summary>Part of the decoded path the request must contain, without regard to case.</summary>
    public string? PathContains { get; init; }

    /// <summary>split, resync, restore, takeover, create, delete …</summary>
    public string? Action { get; init; }

    public string? CopyGroup { get; init; }

    public string? Pair { get; init; }

    /// <summary>Matching requests that pass before the fault begins. Default 0.</summary>
    public int Skip { get; init; }

    /// <summary>Times it happens; null means always.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>Simulated time after the start at which it begins, for faults that no request causes.</summary>
    public TimeSpan? At { get; init; }

    /// <summary>How long it lasts, or how slow an answer is.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>HTTP status or the like, where a kind has one.</summary>
    public int? Status { get; init; }

    /// <summary>Message id of the error, where a kind has one; each kind has its default.</summary>
    public string? MessageId { get; init; }
}
