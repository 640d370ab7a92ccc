using RunbookEngine.Runs;

namespace RunbookEngine.Journal;

/// <summary>Which runs a list shows, newest first.</summary>
/// <param name="Runbook">Only this runbook; null for all.</param>
/// <param name="Outcomes">Only these outcomes; null or empty for all.</param>
/// <param name="Before">Only runs with a smaller id: the next page. Null for the first.</param>
/// <param name="Limit">1 to 1000; default 50.</param>
public sealed record RunFilter(string? Runbook = null, IReadOnlyList<RunOutcome>? Outcomes = null, RunId? Before = null, int Limit = 50)
{
    /// <summary>Only runs in this environment; null for all.</summary>
    public string? Environment { get; init; }

    /// <summary>Only runs that this person or trigger started; null for all.</summary>
    public string? Actor { get; init; }

    /// <summary>Only runs for this change ticket; null for all.</summary>
    public string? Ticket { get; init; }

    /// <summary>Only runs that started then or later; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only runs that have not ended.</summary>
    public bool Open { get; init; }
}
