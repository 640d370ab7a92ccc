namespace RunbookEngine.Language.Expressions;

/// <summary>What is wrong with an expression, and where: offset and length in characters (UTF-16) from the start of the parsed text.</summary>
/// <param name="Code">One of <see cref="ExpressionCodes"/>.</param>
/// <param name="Help">How to mend it, or null.</param>
public sealed record ExpressionDiagnostic(
    string Code,
    int Offset,
    int Length,
    string Message,
    string? Help = null,
    ExpressionSeverity Severity = ExpressionSeverity.Error)
{
    public bool IsError => Severity == ExpressionSeverity.Error;

    /// <summary>The same finding in a text in which the expression starts at <paramref name="by"/>.</summary>
    public ExpressionDiagnostic Shift(int by) => this with { Offset = Offset + by };

    public override string ToString() =>
        $"{Offset}+{Length}: {Message}{(Help is null ? "" : $" ({Help})")} [{Code}]";
}
