using System.Globalization;
using System.Numerics;

namespace RunbookEngine.Language.Expressions;

/// <summary>
/// Numbers as Scriban writes them: 100, 1_000, 1e3, 0xff, 0xffffffffu, 0b1010, 1.5, 1.5e-3, and the suffixes f (32 bit),
/// d (64 bit), m (decimal). Whole numbers become int, long or larger, whichever holds them.
/// </summary>
internal static class NumberLiteral
{
    /// <summary>1e999 is readable, 1e999999999 would fill the memory.</summary>
    private const int LargestExponent = 1_000;

    public static Token Read(string text, int start, int end, bool spaceBefore)
    {
        var prefix = start + 1 < end && text[start] == '0' ? char.ToLowerInvariant(text[start + 1]) : ' ';
        var (length, value) = prefix switch
        {
            'x' => Based(text, start, end, 16),
            'b' => Based(text, start, end, 2),
            _ => Plain(text, start, end),
        };

        if (start + length < end && Lexer.IsNamePart(text[start + length]))
        {
            var stop = start + length;
            while (stop < end && Lexer.IsNamePart(text[stop]))
            {
                stop++;
            }

            throw SyntaxError.At(start, stop - start, $"`{text[start..stop]}` is not a number", "durations and names go in quotes", ExpressionCodes.Literal);
        }

        return new Token(TokenKind.Literal, start, length, text.Substring(start, length), spaceBefore) { Value = value };
    }

    private static (int Length, Value Value) Based(string text, int start, int end, int radix)
    {
        var at = start + 2;
        var number = BigInteger.Zero;
        var digits = 0;
        while (at < end && (text[at] == '_' || Digit(text[at]) < radix))
        {
            if (text[at] != '_')
            {
                number = number * radix + Digit(text[at]);
                digits++;
            }

            at++;
        }

        if (digits == 0)
        {
            throw SyntaxError.At(start, at - start, $"digits are missing after `{text.Substring(start, 2)}`", code: ExpressionCodes.Literal);
        }

        var unsigned = at < end && text[at] is 'u' or 'U';
        at += unsigned ? 1 : 0;
        return (at - start, Value.Of(unsigned ? number : Wrap(number)));
    }

    // Without the suffix u the bits are read as a signed 32 or 64 bit number: 0xffffffff is -1, as in Scriban.
    private static BigInteger Wrap(BigInteger number) =>
        number <= uint.MaxValue ? unchecked((int)(uint)number)
        : number <= ulong.MaxValue ? unchecked((long)(ulong)number)
        : number;

    private static int Digit(char c) => char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : int.MaxValue;

    private static (int Length, Value Value) Plain(string text, int start, int end)
    {
        var at = Digits(text, start, end);
        var isWhole = true;
        if (at + 1 < end && text[at] == '.' && char.IsAsciiDigit(text[at + 1]))
        {
            isWhole = false;
            at = Digits(text, at + 1, end);
        }

        if (at < end && text[at] is 'e' or 'E')
        {
            var digits = at + 1;
            digits += digits < end && text[digits] is '+' or '-' ? 1 : 0;
            if (digits < end && char.IsAsciiDigit(text[digits]))
            {
                isWhole &= text[at + 1] != '-';
                at = Digits(text, digits, end);
            }
        }

        var number = text[start..at].Replace("_", "", StringComparison.Ordinal);
        var suffix = at < end ? char.ToLowerInvariant(text[at]) : ' ';
        var suffixed = suffix is 'f' or 'd' or 'm' && !(at + 1 < end && Lexer.IsNamePart(text[at + 1]));
        var length = at - start + (suffixed ? 1 : 0);
        return (length, Parse(number, suffixed ? suffix : ' ', isWhole, start, length));
    }

    private static int Digits(string text, int at, int end)
    {
        while (at < end && (char.IsAsciiDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        return at;
    }

    private static Value Parse(string number, char suffix, bool isWhole, int start, int length)
    {
        var culture = CultureInfo.InvariantCulture;
        switch (suffix)
        {
            case 'f' when float.TryParse(number, NumberStyles.Float, culture, out var f):
                return Value.Of(f);
            case 'm' when decimal.TryParse(number, NumberStyles.Float, culture, out var m):
                return Value.Of(m);
            case ' ' when isWhole && Exponent(number) <= LargestExponent
                && BigInteger.TryParse(number, NumberStyles.Integer | NumberStyles.AllowExponent, culture, out var whole):
                return Value.Of(whole);
            case ' ' or 'd' when double.TryParse(number, NumberStyles.Float, culture, out var d) && double.IsFinite(d):
                return Value.Of(d);
            default:
                throw SyntaxError.At(start, length, $"`{number}` is too large a number", code: ExpressionCodes.Literal);
        }
    }

    private static int Exponent(string number)
    {
        var e = number.IndexOfAny(['e', 'E']);
        return e < 0 ? 0 : int.TryParse(number.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : int.MaxValue;
    }
}
