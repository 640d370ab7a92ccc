namespace RunbookEngine.Language.Expressions;

/// <summary>Cuts a range of a text into tokens. Line ends are white space.</summary>
internal static class Lexer
{
    // Longest first, so that the first match is the right one.
    private static readonly (string Text, TokenKind Kind)[] Symbols =
    [
        ("..<", TokenKind.Operator), ("//=", TokenKind.Refused), ("??=", TokenKind.Refused),
        ("..", TokenKind.Operator), ("//", TokenKind.Operator), ("==", TokenKind.Operator), ("!=", TokenKind.Operator),
        ("<=", TokenKind.Operator), (">=", TokenKind.Operator), ("&&", TokenKind.Operator), ("||", TokenKind.Operator),
        ("??", TokenKind.Operator), ("?!", TokenKind.Operator), ("?.", TokenKind.QuestionDot), ("|>", TokenKind.Pipe),
        ("<<", TokenKind.Refused), (">>", TokenKind.Refused), ("++", TokenKind.Refused), ("--", TokenKind.Refused),
        ("+=", TokenKind.Refused), ("-=", TokenKind.Refused), ("*=", TokenKind.Refused), ("/=", TokenKind.Refused), ("%=", TokenKind.Refused),
        ("+", TokenKind.Operator), ("-", TokenKind.Operator), ("*", TokenKind.Operator), ("/", TokenKind.Operator),
        ("%", TokenKind.Operator), ("<", TokenKind.Operator), (">", TokenKind.Operator), ("!", TokenKind.Operator),
        ("(", TokenKind.OpenParen), (")", TokenKind.CloseParen), ("[", TokenKind.OpenBracket), ("]", TokenKind.CloseBracket),
        ("{", TokenKind.OpenBrace), ("}", TokenKind.CloseBrace), (".", TokenKind.Dot), (",", TokenKind.Comma),
        (":", TokenKind.Colon), ("?", TokenKind.Question), ("|", TokenKind.Pipe), ("@", TokenKind.At),
        ("=", TokenKind.Refused), ("^", TokenKind.Refused), ("&", TokenKind.Refused), (";", TokenKind.Refused), ("#", TokenKind.Refused), ("$", TokenKind.Refused),
    ];

    /// <exception cref="SyntaxError">Something in the text is no token.</exception>
    public static List<Token> Read(string text, int start, int end)
    {
        var tokens = new List<Token>();
        var at = start;
        while (true)
        {
            var before = at;
            while (at < end && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            var spaceBefore = at > before;
            if (at == end)
            {
                tokens.Add(new Token(TokenKind.End, end, 0, "the end", spaceBefore));
                return tokens;
            }

            var token = Next(text, at, end, spaceBefore);
            tokens.Add(token);
            at = token.End;
        }
    }

    public static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    public static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static Token Next(string text, int at, int end, bool spaceBefore)
    {
        var c = text[at];
        if (IsNameStart(c))
        {
            var stop = at + 1;
            while (stop < end && IsNamePart(text[stop]))
            {
                stop++;
            }

            return new Token(TokenKind.Name, at, stop - at, text[at..stop], spaceBefore);
        }

        if (char.IsAsciiDigit(c))
        {
            return NumberLiteral.Read(text, at, end, spaceBefore);
        }

        if (c is '"' or '\'' or '`')
        {
            return StringLiteral.Read(text, at, end, spaceBefore);
        }

        if (c == '$' && at + 1 < end && text[at + 1] is '"' or '\'')
        {
            return StringLiteral.ReadInterpolated(text, at, end, spaceBefore);
        }

        foreach (var (symbol, kind) in Symbols)
        {
            if (string.CompareOrdinal(text, at, symbol, 0, symbol.Length) == 0 && at + symbol.Length <= end)
            {
                return new Token(kind, at, symbol.Length, symbol, spaceBefore);
            }
        }

        var shown = char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : c.ToString();
        throw SyntaxError.At(at, 1, $"the character `{shown}` has no meaning in an expression");
    }
}
