namespace RunbookEngine.Activities.Steps;

/// <summary>A verb's arguments cannot be used once their expressions are evaluated. The message names the argument and says what would be right.</summary>
public sealed class InvalidArgumentsException(string message) : Exception(message);
