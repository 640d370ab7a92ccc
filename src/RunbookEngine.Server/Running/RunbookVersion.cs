namespace RunbookEngine.Server.Running;

/// <summary>One version of an uploaded runbook.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Hash">SHA-256 of the text in lower-case hexadecimal.</param>
public sealed record RunbookVersion(string Name, int Version, string Text, string Hash, string Author, DateTimeOffset At);
