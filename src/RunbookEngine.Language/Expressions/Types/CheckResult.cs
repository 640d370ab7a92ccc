namespace RunbookEngine.Language.Expressions;

/// <summary>The type of an expression's value, and what is wrong with it.</summary>
public sealed record CheckResult(ExprType Type, IReadOnlyList<ExpressionDiagnostic> Diagnostics)
{
    public bool IsValid => !Diagnostics.Any(d => d.IsError);

    /// <summary>A secret may be in the value.</summary>
    public bool ContainsSecret => Type.ContainsSecret;
}
