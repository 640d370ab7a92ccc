namespace RunbookEngine.Activities.Forecasts;

/// <summary>One request that a step would send, and what would become of it.</summary>
public sealed record ForecastCall
{
    public required string CopyGroup { get; init; }

    /// <summary>The pair, when the request is about a single one; null for the whole copy group.</summary>
    public string? Pair { get; init; }

    /// <summary>Alias of the array it goes to; null when nothing would be sent or no array is known.</summary>
    public string? Array { get; init; }

    public string? Method { get; init; }

    /// <summary>Path as it would be sent; null when nothing would be sent or no array is known.</summary>
    public string? Path { get; init; }

    public string? Body { get; init; }

    public required ForecastVerdict Verdict { get; init; }

    /// <summary>Why it would be refused, ignored, not be needed, or is not certain; null when it would be done.</summary>
    public string? Why { get; init; }

    /// <summary>Statuses of the pairs before, on the way and after: <c>PAIR/PAIR</c>. Several kinds are joined by commas.</summary>
    public required string Before { get; init; }

    public required string During { get; init; }

    public required string After { get; init; }

    /// <summary>How many pairs it is about.</summary>
    public required int Pairs { get; init; }

    /// <summary><c>none</c>, <c>delta</c>, <c>full</c>, ... as the status model names what is copied; null when nothing would be sent.</summary>
    public string? Copy { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>How <c>rollback: auto</c> would take it back, in words; null when there is nothing to take back.</summary>
    public string? Undo { get; init; }

    /// <summary>What hosts could do with the volumes afterwards, in words.</summary>
    public string? HostAccess { get; init; }
}

/// <summary>What an array would make of a request.</summary>
public enum ForecastVerdict
{
    Accepted,

    /// <summary>The pairs are there already; nothing would be sent.</summary>
    NotNeeded,

    /// <summary>The array would answer success and do nothing.</summary>
    NothingHappens,
    Rejected,

    /// <summary>The statuses leave it open.</summary>
    Uncertain,
}
