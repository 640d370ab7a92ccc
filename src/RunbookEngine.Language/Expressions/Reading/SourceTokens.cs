using Scriban.Parsing;

namespace RunbookEngine.Language.Expressions;

/// <summary>The tokens of one expression as Scriban's lexer cuts them. Offsets are those of the author's text.</summary>
internal sealed class SourceTokens
{
    private static readonly LexerOptions Options = new() { Mode = ScriptMode.ScriptOnly };

    private readonly string _text;

    private SourceTokens(string text, int start, int end) => (_text, Start, End) = (text, start, end);

    public List<SourceToken> All { get; } = [];

    public int Start { get; }

    public int End { get; }

    /// <exception cref="SyntaxError">Something in the text is no token, or none of this language.</exception>
    public static SourceTokens Read(string text, int start, int end)
    {
        var tokens = new SourceTokens(text, start, end);
        tokens.Read();
        return tokens;
    }

    public string TextOf(SourceToken token) => _text[token.Start..token.End];

    /// <summary>The token that ends last before a place, or null.</summary>
    public SourceToken? Before(int offset) => All.FindLast(t => t.End <= offset);

    private void Read()
    {
        var code = _text[Start..End];
        if (code.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul)
        {
            throw NoMeaning(nul);
        }

        var lexer = new Lexer(WithoutClosingEscapes(code), null, Options);
        foreach (var token in lexer)
        {
            if (lexer.HasErrors)
            {
                throw LiteralErrors.Explain(lexer.Errors.First(), _text, this);
            }

            switch (token.Type)
            {
                case TokenType.Eof:
                    return;
                case TokenType.NewLine:
                    continue;
                case TokenType.Invalid when char.IsWhiteSpace(code[token.Start.Offset]):
                    continue;
                case TokenType.Invalid:
                    throw NoMeaning(token.Start.Offset);
            }

            // The parts of an interpolated string hold the braces beside them, which are tokens of their own.
            var before = token.Type is TokenType.ContinuationInterpolatedString or TokenType.EndingInterpolatedString ? 1 : 0;
            var behind = token.Type is TokenType.BeginInterpolatedString or TokenType.ContinuationInterpolatedString ? 0 : 1;
            All.Add(new SourceToken(token.Type, Start + token.Start.Offset + before, Start + token.End.Offset + behind));
        }
    }

    // Scriban has the escape \{ and not \}; Preparation writes it in another form.
    internal static string WithoutClosingEscapes(string code)
    {
        if (!code.Contains("\\}", StringComparison.Ordinal))
        {
            return code;
        }

        var characters = code.ToCharArray();
        for (var i = 0; i + 1 < characters.Length; i++)
        {
            if (characters[i] == '\\' && characters[++i] == '}')
            {
                characters[i] = '{';
            }
        }

        return new string(characters);
    }

    private SyntaxError NoMeaning(int at)
    {
        var c = _text[Start + at];
        var shown = char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : c.ToString();
        return SyntaxError.At(Start + at, 1, $"the character `{shown}` has no meaning in an expression");
    }
}

/// <remarks>A class: a list of values of our own would be compiled at every start of a program that was compiled before.</remarks>
internal sealed record SourceToken(TokenType Type, int Start, int End)
{
    public int Length => End - Start;

    public bool IsNumber => Type is TokenType.Integer or TokenType.Float or TokenType.HexaInteger or TokenType.BinaryInteger;

    public bool IsBinary => Type is TokenType.Plus or TokenType.Minus or TokenType.Asterisk or TokenType.Divide or TokenType.DoubleDivide or TokenType.Percent
        or TokenType.DoubleEqual or TokenType.ExclamationEqual or TokenType.Less or TokenType.LessEqual or TokenType.Greater or TokenType.GreaterEqual
        or TokenType.DoubleAmp or TokenType.DoubleVerticalBar or TokenType.DoubleQuestion or TokenType.QuestionExclamation or TokenType.DoubleDot or TokenType.DoubleDotLess;

    public bool IsOpening => Type is TokenType.OpenParen or TokenType.OpenBracket or TokenType.OpenBrace or TokenType.OpenInterpolatedBrace;

    public bool IsClosing => Type is TokenType.CloseParen or TokenType.CloseBracket or TokenType.CloseBrace or TokenType.CloseInterpolatedBrace;
}
