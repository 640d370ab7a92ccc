using System.Globalization;
using System.Text;

namespace RunbookEngine.Language.Expressions;

/// <summary>Texts: "…" and '…' with escapes, `…` as it stands (`` is one `), $"…{expression}…".</summary>
internal static class StringLiteral
{
    public static Token Read(string text, int start, int end, bool spaceBefore)
    {
        var builder = new StringBuilder();
        var quote = text[start];
        var at = start + 1;
        while (at < end)
        {
            if (text[at] == quote)
            {
                if (quote == '`' && at + 1 < end && text[at + 1] == '`')
                {
                    builder.Append('`');
                    at += 2;
                    continue;
                }

                at++;
                return new Token(TokenKind.Literal, start, at - start, text[start..at], spaceBefore) { Value = Value.Of(builder.ToString()) };
            }

            at = quote != '`' && text[at] == '\\' ? Escape(text, at, end, builder) : Copy(text, at, builder);
        }

        throw Unclosed(start, end, quote);
    }

    public static Token ReadInterpolated(string text, int start, int end, bool spaceBefore)
    {
        var parts = new List<TextPart>();
        var builder = new StringBuilder();
        var quote = text[start + 1];
        var at = start + 2;
        while (at < end && text[at] != quote)
        {
            if (text[at] != '{')
            {
                at = text[at] == '\\' ? Escape(text, at, end, builder) : Copy(text, at, builder);
                continue;
            }

            parts.Add(new TextPart(builder.ToString(), start, at));
            builder.Clear();
            var close = FindClosingBrace(text, at, end);
            parts.Add(new TextPart(null, at + 1, close));
            at = close + 1;
        }

        if (at >= end)
        {
            throw Unclosed(start, end, quote);
        }

        parts.Add(new TextPart(builder.ToString(), start, at));
        at++;
        return new Token(TokenKind.Interpolated, start, at - start, text[start..at], spaceBefore) { Parts = parts };
    }

    /// <summary>The offset just behind the string that starts here, escapes and doubled back quotes minded.</summary>
    public static int Skip(string text, int start, int end)
    {
        var quote = text[start];
        var at = start + 1;
        while (at < end)
        {
            if (text[at] == '\\' && quote != '`')
            {
                at += 2;
            }
            else if (text[at] != quote)
            {
                at++;
            }
            else if (quote == '`' && at + 1 < end && text[at + 1] == '`')
            {
                at += 2;
            }
            else
            {
                return at + 1;
            }
        }

        return end;
    }

    private static int FindClosingBrace(string text, int open, int end)
    {
        var depth = 0;
        for (var at = open; at < end; at++)
        {
            switch (text[at])
            {
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                    return at;
                case '"' or '\'' or '`':
                    at = Skip(text, at, end) - 1;
                    break;
            }
        }

        throw SyntaxError.At(open, 1, "this `{` is not closed", "write `\\{` for a plain brace", ExpressionCodes.Literal);
    }

    private static int Copy(string text, int at, StringBuilder to)
    {
        to.Append(text[at]);
        return at + 1;
    }

    private static int Escape(string text, int at, int end, StringBuilder to)
    {
        var next = at + 1 < end ? text[at + 1] : '\0';
        switch (next)
        {
            case 'u':
                return Hex(text, at, end, 4, to);
            case 'x':
                return Hex(text, at, end, 2, to);
            case '\n':
                return at + 2;
            case '\r':
                return at + 2 < end && text[at + 2] == '\n' ? at + 3 : at + 2;
        }

        const string Names = "0'\"\\bfnrtv{}";
        const string Meanings = "\0'\"\\\b\f\n\r\t\v{}";
        var index = at + 1 < end ? Names.IndexOf(next, StringComparison.Ordinal) : -1;
        if (index < 0)
        {
            throw SyntaxError.At(at, Math.Min(2, end - at), "unknown escape in a string", "a backslash is `\\\\`; between ` ` nothing is an escape", ExpressionCodes.Literal);
        }

        to.Append(Meanings[index]);
        return at + 2;
    }

    private static int Hex(string text, int at, int end, int digits, StringBuilder to)
    {
        if (at + 2 + digits > end
            || !ushort.TryParse(text.AsSpan(at + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw SyntaxError.At(at, Math.Min(2 + digits, end - at), $"`\\{text[at + 1]}` needs {digits} hexadecimal digits", code: ExpressionCodes.Literal);
        }

        to.Append((char)code);
        return at + 2 + digits;
    }

    private static SyntaxError Unclosed(int start, int end, char quote) =>
        SyntaxError.At(start, end - start, $"this string is not closed; `{quote}` is missing", code: ExpressionCodes.Literal);
}
