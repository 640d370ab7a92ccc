namespace RunbookEngine.Approvals;

/// <summary>The rules of separation of duty that a run was started under. They stand in its first event, so that they hold for whoever has the journal.</summary>
/// <param name="NeverOwn">Nobody approves a run of their own, whatever its runbook says (<c>requesterMayApprove</c>): a server has it so.</param>
public sealed record DutyRules(bool NeverOwn = false);
