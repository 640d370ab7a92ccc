namespace RunbookEngine.Plans;

/// <summary>Where a plan came from: the file's name as given, its text and the SHA-256 of that text in hexadecimal.</summary>
public sealed record PlanSource(string File, string Text, string Hash);
