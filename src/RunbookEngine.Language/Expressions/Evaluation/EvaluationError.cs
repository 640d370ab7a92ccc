using System.Runtime.ExceptionServices;
using Scriban.Syntax;

namespace RunbookEngine.Language.Expressions;

/// <summary>Leaves an evaluation; <see cref="Evaluator"/> turns it into a result. Scriban lets its own kind of exception through as it is.</summary>
internal sealed class EvaluationError(ExpressionDiagnostic diagnostic) : ScriptRuntimeException(default, diagnostic.Message)
{
    public ExpressionDiagnostic Diagnostic { get; } = diagnostic;

    public static EvaluationError At(Expression at, string code, string message, string? help = null) =>
        new(new ExpressionDiagnostic(code, at.Offset, at.Length, message, help));
}

/// <summary>The limits were reached; the place is added by whoever knows it.</summary>
internal sealed class BudgetSpent(string reason) : ScriptRuntimeException(default, reason)
{
    public string Reason { get; } = reason;
}

/// <summary>What a scope threw while a name or a member was read: it is none of the author's mistakes and goes on to the caller.</summary>
internal sealed class ScopeFailed(Exception cause) : ScriptRuntimeException(default, cause.Message, cause)
{
    public ExceptionDispatchInfo Cause { get; } = ExceptionDispatchInfo.Capture(cause);
}
