namespace RunbookEngine.Server.Retention;

/// <summary>Section <c>retention</c> of the configuration file.</summary>
public sealed record RetentionOptions
{
    /// <summary>How long the journal of a run is kept after the run's end; 1d to 3653d, or 0s: for ever. Default: for ever.
    /// What stays of it is its evidence: the report as JSON with the last hash.</summary>
    public TimeSpan EndedRuns { get; init; } = TimeSpan.Zero;

    /// <summary>How long evidence is kept after that; 30d to 3653d, or 0s: for ever. Default: for ever.</summary>
    public TimeSpan Evidence { get; init; } = TimeSpan.Zero;

    /// <summary>How often it is looked for what is to go; 1m to 7d. Default: 1h.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(1);

    /// <summary>What is wrong with the values; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (EndedRuns != TimeSpan.Zero && EndedRuns < TimeSpan.FromDays(1))
            yield return "retention: endedRuns is 1d to 3653d, or 0s for ever";
        if (Evidence != TimeSpan.Zero && Evidence < TimeSpan.FromDays(30))
            yield return "retention: evidence is 30d to 3653d, or 0s for ever";
        if (Every < TimeSpan.FromMinutes(1) || Every > TimeSpan.FromDays(7))
            yield return "retention: every is 1m to 7d";
    }
}
