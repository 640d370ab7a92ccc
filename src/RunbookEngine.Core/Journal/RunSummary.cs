using RunbookEngine.Runs;

namespace RunbookEngine.Journal;

/// <summary>The row of a run in lists; written in the same transaction as the events it follows from.</summary>
public sealed record RunSummary
{
    public required RunId Id { get; init; }
    public required string Runbook { get; init; }
    public required string Environment { get; init; }
    public string? Mode { get; init; }
    public string? Ticket { get; init; }
    public required string Actor { get; init; }
    public required RunOutcome Outcome { get; init; }

    /// <summary>The run's last sequence number when this row was written.</summary>
    public required int Sequence { get; init; }

    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public RunId? Parent { get; init; }
}
