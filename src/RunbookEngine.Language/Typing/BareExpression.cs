using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Typing;

/// <summary>The text of <c>when</c> and <c>foreach</c>: an expression, with or without <c>${{ }}</c> around it.</summary>
/// <param name="Expression">As read; offsets count in the text as written.</param>
/// <param name="Code">The expression without delimiters, as a plan carries it.</param>
internal sealed record BareExpression(ParsedExpression Expression, string Code)
{
    private const string Open = "${{";
    private const string Close = "}}";

    public static BareExpression Parse(string text)
    {
        var start = text.Length - text.TrimStart().Length;
        var end = text.TrimEnd().Length;
        if (text.AsSpan(start).StartsWith(Open) && text.AsSpan(0, end).EndsWith(Close) && end - start >= Open.Length + Close.Length)
            (start, end) = (start + Open.Length, end - Close.Length);
        else if (start > end)
            start = end;
        return new(ExpressionParser.Parse(text, start, end - start), text[start..end].Trim());
    }
}
