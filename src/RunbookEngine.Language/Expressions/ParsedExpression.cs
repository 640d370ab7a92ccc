namespace RunbookEngine.Language.Expressions;

/// <summary>An expression as read. Immutable; evaluate it as often as needed.</summary>
/// <param name="Text">The whole text that offsets refer to.</param>
/// <param name="Root">Null when the text could not be read.</param>
public sealed record ParsedExpression(string Text, Expression? Root, IReadOnlyList<ExpressionDiagnostic> Diagnostics)
{
    internal NodeTable Nodes { get; init; } = new();

    /// <summary>What Scriban's parser was given.</summary>
    internal PreparedText? Prepared { get; init; }

    public bool IsValid => Root is not null && !Diagnostics.Any(d => d.IsError);
}
