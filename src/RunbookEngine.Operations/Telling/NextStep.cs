namespace RunbookEngine.Operations.Telling;

/// <summary>Something a person can do now: what it does, and the command as it can be pasted.</summary>
public sealed record NextStep(string What, string Command);
