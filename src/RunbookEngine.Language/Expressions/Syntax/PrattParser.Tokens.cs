namespace RunbookEngine.Language.Expressions;

internal sealed partial class PrattParser
{
    private bool StartsExpression() =>
        Current.Kind is TokenKind.Name or TokenKind.Literal or TokenKind.Interpolated or TokenKind.OpenParen or TokenKind.OpenBracket
            or TokenKind.OpenBrace or TokenKind.At || Current.Is("!");

    private Token Take() => _tokens[_next++];

    private Token Expect(TokenKind kind, string message, Token? opened = null)
    {
        if (Current.Kind == kind)
        {
            return Take();
        }

        throw opened is { } open && Current.Kind == TokenKind.End
            ? SyntaxError.At(open.Start, open.Length, $"this `{open.Text}` is not closed; {message}")
            : Unexpected(message);
    }

    private void Enter()
    {
        if (++_depth > ExpressionLimits.Depth)
        {
            throw SyntaxError.At(Current.Start, Current.Length, $"expressions nest at most {ExpressionLimits.Depth} deep", code: ExpressionCodes.Limit);
        }
    }

    private T Grown<T>(T node) where T : Expression
    {
        var height = 1;
        foreach (var child in node.Children)
        {
            height = Math.Max(height, child.Height + 1);
        }

        return height <= ExpressionLimits.Height
            ? node with { Height = height }
            : throw SyntaxError.At(node.Offset, node.Length, $"this expression chains more than {ExpressionLimits.Height} operations", "split it into steps", ExpressionCodes.Limit);
    }

    private SyntaxError Unexpected(string message)
    {
        var token = Current;
        return token.Kind == TokenKind.Refused
            ? Refused(token)
            : SyntaxError.At(token.Start, token.Length, token.Kind == TokenKind.End ? message : $"unexpected `{token.Text}`: {message}", Words.HelpFor(token.Text));
    }

    private static SyntaxError Refused(Token token) => token.Text switch
    {
        "=" => SyntaxError.At(token.Start, token.Length, "an expression cannot assign", "to compare write `==`", ExpressionCodes.NotAllowed),
        "&" => SyntaxError.At(token.Start, token.Length, "`&` is not an operator", "write `&&`", ExpressionCodes.NotAllowed),
        "$" => SyntaxError.At(token.Start, token.Length, "names do not start with `$`", "leave it out", ExpressionCodes.NotAllowed),
        ";" => SyntaxError.At(token.Start, token.Length, "one expression stands alone; `;` has no meaning", code: ExpressionCodes.NotAllowed),
        "#" => SyntaxError.At(token.Start, token.Length, "comments stand outside of expressions", code: ExpressionCodes.NotAllowed),
        var text => SyntaxError.At(token.Start, token.Length, $"`{text}` is not part of this language: expressions read and change nothing", code: ExpressionCodes.NotAllowed),
    };

    /// <summary>A function's name before its arguments are known; never part of a finished tree.</summary>
    private sealed record FunctionName(int Offset, int Length, FunctionSpec Function, Expression? Piped) : Expression(Offset, Length);
}
