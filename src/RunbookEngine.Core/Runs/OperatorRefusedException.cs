namespace RunbookEngine.Runs;

/// <summary>What a person asked of a run cannot be done; the message says why and what can.</summary>
public sealed class OperatorRefusedException(string message) : Exception(message);
