namespace RunbookEngine.Simulator.Topologies;

/// <summary>Something that shall go wrong. Which properties matter depends on <see cref="Kind"/>.</summary>
public sealed record FaultSpec
{
    public required string Kind { get; init; }

    /// <summary>Alias of the array it happens at; null means any.</summary>
    public string? Array { get; init; }

    /// <summary>REST server of the array: 1 or 2; null means any.</summary>
    public int? Controller { get; init; }

    /// <summary>HTTP method, or null for any.</summary>
    public string? Method { get; init; }

    /// <summary>Pattern of the decoded path with * and ?, without regard to case; one that does not begin with a slash fits the path's end.</summary>
    public string? Path { get; init; }

    /// <summary>Part of the decoded path the request must contain, without regard to case.</summary>
    public string? PathContains { get; init; }

    /// <summary>Name of the action, or create, change, delete, read, login, logout.</summary>
    public string? Action { get; init; }

    public string? CopyGroup { get; init; }

    public string? Pair { get; init; }

    /// <summary>Matching requests that pass before the fault begins. Default 0.</summary>
    public int Skip { get; init; }

    /// <summary>Times it happens; null means always.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>Chance that a match counts, above 0 and up to 1. Default 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Where chance comes from; null takes the topology's seed and the fault's number.</summary>
    public int? Seed { get; init; }

    /// <summary>Simulated time after the start, or after it was set at the control address, at which it begins.</summary>
    public TimeSpan? At { get; init; }

    /// <summary>How long it lasts, or how slow an answer is.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>How somebody else changes a pair: split, resync, swap, takeover, delete or error.</summary>
    public string? Change { get; init; }

    /// <summary>The request is done before its answer is replaced.</summary>
    public bool AfterEffect { get; init; }

    /// <summary>Pool, for the kinds of pools.</summary>
    public int? PoolId { get; init; }

    /// <summary>Quorum disk, for the kinds of quorum disks; null means all.</summary>
    public int? QuorumDisk { get; init; }

    /// <summary>Who holds the lock. Default another-user.</summary>
    public string? Owner { get; init; }

    /// <summary>HTTP status or the like, where a kind has one.</summary>
    public int? Status { get; init; }

    /// <summary>Message id of the error, where a kind has one; each kind has its default.</summary>
    public string? MessageId { get; init; }
}
