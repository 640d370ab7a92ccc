namespace RunbookEngine.Approvals;

/// <summary>What somebody says to an open approval.</summary>
/// <param name="Actor">Who says it.</param>
/// <param name="For">In whose place, by delegation; null: in their own when they are asked themselves, else for whoever delegated to them.</param>
/// <param name="Fingerprint">Of the plan that they looked at; null: the run's. Another one than the run's is refused.</param>
public sealed record ApprovalDecision(string Actor, bool Granted, string? Reason = null, string? For = null, string? Fingerprint = null);
