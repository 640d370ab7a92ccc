namespace RunbookEngine.Language.Expressions;

/// <summary>Leaves an evaluation; <see cref="Evaluator"/> turns it into a result.</summary>
internal sealed class EvaluationError(ExpressionDiagnostic diagnostic) : Exception(diagnostic.Message)
{
    public ExpressionDiagnostic Diagnostic { get; } = diagnostic;

    public static EvaluationError At(Expression at, string code, string message, string? help = null) =>
        new(new ExpressionDiagnostic(code, at.Offset, at.Length, message, help));
}

/// <summary>The limits were reached; the place is added by whoever knows it.</summary>
internal sealed class BudgetSpent(string message) : Exception(message);
