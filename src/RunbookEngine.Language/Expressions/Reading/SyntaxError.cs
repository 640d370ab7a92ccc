namespace RunbookEngine.Language.Expressions;

/// <summary>Ends the reading of an expression at the first thing that cannot be read; never leaves this namespace.</summary>
internal sealed class SyntaxError(ExpressionDiagnostic diagnostic) : Exception(diagnostic.Message)
{
    public ExpressionDiagnostic Diagnostic { get; } = diagnostic;

    public static SyntaxError At(int offset, int length, string message, string? help = null, string code = ExpressionCodes.Syntax) =>
        new(new ExpressionDiagnostic(code, offset, length, message, help));
}
