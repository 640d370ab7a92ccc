namespace RunbookEngine.Language.Expressions;

/// <summary>The value, or what went wrong and where.</summary>
public abstract record EvaluationResult
{
    private EvaluationResult() { }

    public sealed record Succeeded(Value Value) : EvaluationResult;

    public sealed record Failed(ExpressionDiagnostic Error) : EvaluationResult;

    public bool TryGet(out Value value)
    {
        value = this is Succeeded success ? success.Value : Value.Null;
        return this is Succeeded;
    }
}
