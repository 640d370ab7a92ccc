namespace RunbookEngine.Language.Expressions;

/// <param name="Start">Offset of the first character in the whole text.</param>
/// <param name="SpaceBefore">White space stands before it; that tells <c>f (1)</c> from <c>f(1)</c> and <c>f [1]</c> from <c>f[1]</c>.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int Length, string Text, bool SpaceBefore)
{
    /// <summary>The value of a literal.</summary>
    public Value Value { get; init; }

    /// <summary>The pieces of an interpolated string.</summary>
    public IReadOnlyList<TextPart>? Parts { get; init; }

    public int End => Start + Length;

    public bool Is(string op) => Kind == TokenKind.Operator && Text == op;
}

/// <summary>A piece of an interpolated string: fixed text, or the range of an expression when <paramref name="Text"/> is null.</summary>
internal readonly record struct TextPart(string? Text, int Start, int End);
