namespace RunbookEngine.Cli.Runs;

/// <summary>Something a person can do now: what it does, and the command as it can be pasted.</summary>
internal sealed record NextStep(string What, string Command);
