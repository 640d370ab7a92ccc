using Scriban;
using Scriban.Parsing;

namespace RunbookEngine.Language.Expressions;

/// <summary>Says in the words of this language, and at the place that is to be mended, what Scriban's parser could not read.</summary>
internal static class ParserErrors
{
    public static SyntaxError Explain(LogMessageBag messages, PreparedText prepared, SourceTokens tokens)
    {
        var error = messages.First(m => m.Type == ParserMessageType.Error);
        var at = prepared.Origin(error.Span.Start.Offset);
        if (error.Message.Contains("depth limit", StringComparison.Ordinal))
        {
            return SyntaxError.At(tokens.Start, tokens.End - tokens.Start, $"this expression chains more than {ExpressionLimits.Height} operations", "split it into steps", ExpressionCodes.Limit);
        }

        // The bracket that Preparation puts behind everything stands for the end.
        var current = error.Span.Start.Offset >= prepared.Length - 1 || error.Span.Start.Offset < 0 ? null
            : tokens.All.Find(t => t.Start <= at && at < t.End);
        var before = tokens.Before(current?.Start ?? tokens.End);
        if (before is { Type: TokenType.Exclamation } sign && current is null or { IsClosing: true })
        {
            return SyntaxError.At(sign.Start, sign.Length, "a value is missing after `!`");
        }

        return before?.Type switch
        {
            TokenType.VerticalBar or TokenType.PipeGreater when current is null or { IsClosing: true } =>
                SyntaxError.At(before.Start, before.Length, "a function is missing after `|`", "for example `| string.upcase`"),
            TokenType.Dot or TokenType.QuestionDot => At(current, tokens, $"a name is missing after `{tokens.TextOf(before)}`",
                "names with other characters are written in brackets: `x[\"a-b\"]`"),
            TokenType.Arroba => SyntaxError.At(before.Start, 1, "after `@` comes the name of a function", "for example `array.each @string.strip`"),
            _ => Expected(error.Message) is { } message ? Unexpected(current, tokens, message) : Unexpected(current, tokens, "a value is missing here"),
        };
    }

    private static string? Expected(string message) =>
        message.Contains("while expecting `:`", StringComparison.Ordinal) ? "`:` and the value for false are missing in `a ? b : c`"
        : message.Contains("Expecting a colon", StringComparison.Ordinal) ? "`:` is missing after a member's name"
        : message.Contains("object initializer", StringComparison.Ordinal) || message.Contains("member name", StringComparison.Ordinal)
            ? "a member's name is missing; objects are written `{ name: value }`"
        : message.Contains("while expecting `]`", StringComparison.Ordinal) ? "`,` or `]` is missing"
        : message.Contains("while expecting `}`", StringComparison.Ordinal) ? "`,` or `}` is missing"
        : message.Contains("closing `)`", StringComparison.Ordinal) ? "an operator is missing before it, or it is too much"
        : message.Contains("comma to separate", StringComparison.Ordinal) || message.Contains("closing parenthesis", StringComparison.Ordinal) ? "`,` or `)` is missing"
        : message.Contains("named argument", StringComparison.Ordinal) || message.Contains("end of line", StringComparison.Ordinal)
            ? "an operator is missing before it, or it is too much"
        : message.Contains("Unable to parse", StringComparison.Ordinal) ? "this is not a number"
        : null;

    private static SyntaxError Unexpected(SourceToken? current, SourceTokens tokens, string message) => current is { } token
        ? SyntaxError.At(token.Start, token.Length, $"unexpected `{tokens.TextOf(token)}`: {message}", Words.HelpFor(tokens.TextOf(token)))
        : SyntaxError.At(tokens.End, 0, message);

    private static SyntaxError At(SourceToken? current, SourceTokens tokens, string message, string help) =>
        SyntaxError.At(current?.Start ?? tokens.End, current?.Length ?? 0, message, help);
}
