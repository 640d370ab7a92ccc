namespace RunbookEngine.Activities.Notices;

/// <summary>A message to people.</summary>
/// <param name="Severity"><c>info</c>, <c>warning</c> or <c>critical</c>.</param>
/// <param name="Key">The same for every delivery of one message, so that a receiver can drop the second one after a crash.</param>
public sealed record Notice(string Subject, string Text, string Severity, string Run, string Runbook, string Step, string Key,
    DateTimeOffset At);
