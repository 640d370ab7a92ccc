namespace RunbookEngine.Approvals;

/// <summary>What an open approval asks, as it stands in the journal beside the wait.</summary>
/// <param name="Min">How many must agree.</param>
/// <param name="Given">How many have agreed.</param>
/// <param name="Deadline">When silence denies.</param>
/// <param name="Message">What they are asked; null when the runbook says nothing.</param>
/// <param name="Level">How often it was escalated.</param>
/// <param name="Notify">Channels that are told at this level.</param>
/// <param name="EscalatesAt">When more people are asked; null: no more.</param>
public sealed record ApprovalAsked(
    int Min, int Given, DateTimeOffset Deadline, string? Message, int Level = 0, IReadOnlyList<string>? Notify = null, DateTimeOffset? EscalatesAt = null);
