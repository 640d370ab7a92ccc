namespace RunbookEngine.Expressions;

/// <summary>An expression has no value in this run. The message names the expression and the place.</summary>
public sealed class ExpressionFailedException(string message) : Exception(message);
