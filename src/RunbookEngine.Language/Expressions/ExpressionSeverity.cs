namespace RunbookEngine.Language.Expressions;

public enum ExpressionSeverity
{
    Warning,
    Error,
}
