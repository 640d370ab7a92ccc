using Scriban.Parsing;

namespace RunbookEngine.Language.Expressions;

/// <summary>Explains what Scriban's lexer could not read: strings that are not closed, escapes, digits that are missing.</summary>
internal static class LiteralErrors
{
    public static SyntaxError Explain(LogMessage error, string text, SourceTokens tokens)
    {
        var at = Math.Min(tokens.Start + error.Span.Start.Offset, tokens.End);
        if (error.Message.StartsWith("Unexpected end of file", StringComparison.Ordinal))
        {
            return NotClosed(text, tokens);
        }

        if (error.Message.StartsWith("Unexpected escape", StringComparison.Ordinal))
        {
            at = Math.Max(tokens.Start, at - 1);
            return Literal(at, Math.Min(2, tokens.End - at), "unknown escape in a string", "a backslash is `\\\\`; between ` ` nothing is an escape");
        }

        if (error.Message.StartsWith("Unexpected hex number", StringComparison.Ordinal))
        {
            var escape = Math.Max(tokens.Start, text.LastIndexOf('\\', Math.Min(at, text.Length - 1)));
            var digits = escape + 1 < text.Length && text[escape + 1] == 'x' ? 2 : 4;
            return Literal(escape, Math.Min(2 + digits, tokens.End - escape), $"`\\{(digits == 2 ? 'x' : 'u')}` needs {digits} hexadecimal digits");
        }

        if (error.Message.StartsWith("Unexpected }", StringComparison.Ordinal))
        {
            return SyntaxError.At(at, Math.Min(1, tokens.End - at), "unexpected `}`: no `{` before it is open");
        }

        var start = NextAfter(text, tokens);
        at = start;
        while (at < tokens.End && Names.IsPart(text[at]))
        {
            at++;
        }

        return Literal(start, at - start, error.Message.StartsWith("Expecting at least", StringComparison.Ordinal)
            ? $"digits are missing after the exponent in `{text[start..at]}`" : $"digits are missing after `{text[start..at]}`");
    }

    // A quote that closes an interpolated string too early opens a new one: the brace that is still open is what is wrong.
    private static SyntaxError NotClosed(string text, SourceTokens tokens)
    {
        var open = new Stack<SourceToken>();
        foreach (var token in tokens.All)
        {
            if (token.IsOpening)
            {
                open.Push(token);
            }
            else if (token.IsClosing && open.Count > 0)
            {
                open.Pop();
            }
        }

        if (open.FirstOrDefault(t => t.Type == TokenType.OpenInterpolatedBrace) is { } brace)
        {
            return Literal(brace.Start, 1, "this `{` is not closed", "write `\\{` for a plain brace");
        }

        var start = NextAfter(text, tokens);
        var quote = start < tokens.End ? text[start] == '$' && start + 1 < tokens.End ? text[start + 1] : text[start] : '"';
        return Literal(start, tokens.End - start, $"this string is not closed; `{quote}` is missing");
    }

    private static int NextAfter(string text, SourceTokens tokens)
    {
        var at = tokens.All.Count > 0 ? tokens.All[^1].End : tokens.Start;
        while (at < tokens.End && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    internal static SyntaxError Literal(int offset, int length, string message, string? help = null) =>
        SyntaxError.At(offset, length, message, help, ExpressionCodes.Literal);
}
