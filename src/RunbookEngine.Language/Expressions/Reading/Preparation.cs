using System.Globalization;
using Scriban.Parsing;

namespace RunbookEngine.Language.Expressions;

/// <summary>
/// What is settled before Scriban parses: what it knows and this language does not, numbers that would fill the memory, brackets that stay
/// open. Line ends become blanks, and the whole goes into brackets, so that no word in it starts a statement.
/// </summary>
internal sealed class Preparation(string text, SourceTokens tokens)
{
    /// <summary>1e999 is readable, 1e999999999 would fill the memory.</summary>
    private const int LargestExponent = 1_000;

    /// <summary>0x and 16 digits; Scriban reads the top bit of more as a sign.</summary>
    private const int LongestHexadecimal = 18;

    private readonly Stack<Opened> _open = new();
    private readonly Stack<Opened> _questions = new();
    private readonly List<int> _groupStarts = [];
    private readonly List<int> _groupEnds = [];
    private readonly List<int> _droppedCommas = [];

    /// <exception cref="SyntaxError">The text is no expression of this language.</exception>
    public PreparedText Make()
    {
        if (tokens.All.Count == 0)
        {
            throw SyntaxError.At(tokens.End, 0, "an expression is missing here");
        }

        for (var i = 0; i < tokens.All.Count; i++)
        {
            Check(i);
        }

        if (_open.TryPeek(out var open))
        {
            var token = tokens.All[open.Index];
            throw SyntaxError.At(token.Start, token.Length, $"this `{text[token.End - 1]}` is not closed; `{Closing(token.Type)}` is missing");
        }

        return Write();
    }

    private void Check(int index)
    {
        var token = tokens.All[index];
        if (Refusal(token) is { } refused)
        {
            throw refused;
        }

        if (token.IsBinary && (index + 1 == tokens.All.Count || tokens.All[index + 1].IsClosing))
        {
            throw SyntaxError.At(token.Start, token.Length, $"a value is missing after `{TokenText(token)}`");
        }

        if (token.IsNumber)
        {
            Number(token, index + 1 < tokens.All.Count ? tokens.All[index + 1] : null);
        }
        else if (token.IsOpening)
        {
            _open.Push(new Opened(index, _open.Count, token.Type == TokenType.OpenBrace || token.Type == TokenType.OpenBracket && !IsIndex(index)));
            if (_open.Count > ExpressionLimits.Depth)
            {
                throw SyntaxError.At(token.Start, token.Length, $"expressions nest at most {ExpressionLimits.Depth} deep", code: ExpressionCodes.Limit);
            }
        }
        else if (token.IsClosing)
        {
            Close(token, index);
        }
        else if (token.Type == TokenType.Question && !(index > 0 && TokenText(tokens.All[index - 1]) is "empty" or "blank" && IsAfterDot(index - 1)))
        {
            _questions.Push(new Opened(index, _open.Count, false));
        }
        else if (token.Type == TokenType.Colon)
        {
            Answer(index);
        }
        else if (token.Type == TokenType.Identifier && TokenText(token) is "for" or "while" or "tablerow" && !IsAfterDot(index)
            && index + 1 < tokens.All.Count && tokens.All[index + 1].Type is TokenType.Dot or TokenType.QuestionDot)
        {
            // Scriban's parser knows which members these have; here the type check says it.
            _groupStarts.Add(token.Start);
            _groupEnds.Add(token.End);
        }
    }

    // Scriban reads b | f : c in a ? b | f : c as a named argument; in brackets b | f is the value for true.
    private void Answer(int colon)
    {
        while (_questions.TryPeek(out var question) && question.Depth > _open.Count)
        {
            _questions.Pop();
        }

        if (_questions.TryPeek(out var mine) && mine.Depth == _open.Count)
        {
            _questions.Pop();
            if (colon > mine.Index + 1)
            {
                _groupStarts.Add(tokens.All[mine.Index + 1].Start);
                _groupEnds.Add(tokens.All[colon - 1].End);
            }
        }
    }

    // Scriban reads [1, 2][0] and { a: 1 }["a"] as a call; in brackets it is an index.
    private void Close(SourceToken token, int index)
    {
        if (!_open.TryPeek(out var open) || Closing(tokens.All[open.Index].Type) != TokenText(token)[0])
        {
            throw SyntaxError.At(token.Start, token.Length, _open.Count == 0
                ? $"unexpected `{TokenText(token)}`: no bracket before it is open"
                : $"unexpected `{TokenText(token)}`: `{Closing(tokens.All[open!.Index].Type)}` is missing before it");
        }

        _open.Pop();
        if (token.Type == TokenType.CloseParen && tokens.All[index - 1] is { Type: TokenType.Comma } comma
            && open.Index > 0 && tokens.All[open.Index - 1] is { Type: TokenType.Identifier } name && name.End == tokens.All[open.Index].Start)
        {
            _droppedCommas.Add(comma.Start);
        }

        if (open.IsLiteral && index + 1 < tokens.All.Count && tokens.All[index + 1] is { Type: TokenType.OpenBracket } next && next.Start == token.End)
        {
            _groupStarts.Add(tokens.All[open.Index].Start);
            _groupEnds.Add(token.End);
        }
    }

    private bool IsAfterDot(int index) => index > 0 && tokens.All[index - 1].Type is TokenType.Dot or TokenType.QuestionDot;

    private bool IsIndex(int index)
    {
        if (index == 0 || tokens.All[index - 1] is var before && before.End != tokens.All[index].Start)
        {
            return false;
        }

        return before.IsClosing || before.IsNumber
            || before.Type is TokenType.Identifier or TokenType.String or TokenType.VerbatimString or TokenType.InterpolatedString or TokenType.EndingInterpolatedString;
    }

    private void Number(SourceToken token, SourceToken? next)
    {
        var written = tokens.TextOf(token);
        if (next is { } glued && glued.Start == token.End && (glued.Type == TokenType.Identifier || glued.IsNumber))
        {
            throw LiteralErrors.Literal(token.Start, glued.End - token.Start, $"`{text[token.Start..glued.End]}` is not a number", "durations and names go in quotes");
        }

        var plain = written.Replace("_", "", StringComparison.Ordinal);
        var tooLarge = token.Type switch
        {
            TokenType.Integer => plain.IndexOfAny(['e', 'E']) is > 0 and var e
                && (!int.TryParse(plain.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) || exponent > LargestExponent),
            TokenType.Float when plain[^1] is 'm' or 'M' => !decimal.TryParse(plain.AsSpan(..^1), NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            TokenType.Float => double.TryParse(plain.TrimEnd('f', 'F', 'd', 'D'), NumberStyles.Float, CultureInfo.InvariantCulture, out var d) && !double.IsFinite(d),
            TokenType.HexaInteger => plain.TrimEnd('u', 'U').Length > LongestHexadecimal,
            _ => false,
        };
        if (tooLarge)
        {
            throw LiteralErrors.Literal(token.Start, token.Length, $"`{(written.Length > 40 ? written[..40] + "…" : written)}` is too large a number");
        }
    }

    private SyntaxError? Refusal(SourceToken token) => token.Type switch
    {
        TokenType.Comment or TokenType.CommentMulti => NotAllowed(token.Start, 1, "comments stand outside of expressions"),
        TokenType.IdentifierSpecial => NotAllowed(token.Start, 1, "names do not start with `$`", "leave it out"),
        TokenType.Equal => NotAllowed(token.Start, 1, "an expression cannot assign", "to compare write `==`"),
        TokenType.Amp => NotAllowed(token.Start, 1, "`&` is not an operator", "write `&&`"),
        TokenType.SemiColon => NotAllowed(token.Start, 1, "one expression stands alone; `;` has no meaning"),
        TokenType.PlusEqual or TokenType.MinusEqual or TokenType.AsteriskEqual or TokenType.DivideEqual or TokenType.DoubleDivideEqual or TokenType.PercentEqual
            or TokenType.DoublePlus or TokenType.DoubleMinus or TokenType.Caret or TokenType.DoubleCaret or TokenType.DoubleLessThan or TokenType.DoubleGreaterThan
            or TokenType.TripleDot =>
            NotAllowed(token.Start, token.Length, $"`{TokenText(token)}` is not part of this language: expressions read and change nothing"),
        TokenType.Identifier when TokenText(token) is "do" or "this" && !IsAfterDot(tokens.All.IndexOf(token)) =>
            NotAllowed(token.Start, token.Length, $"`{TokenText(token)}` is not part of this language", Words.HelpFor(TokenText(token))),
        _ => null,
    };

    private PreparedText Write()
    {
        var prepared = new PreparedText();
        prepared.Put("(", tokens.All[0].Start);
        var at = tokens.Start;
        foreach (var token in tokens.All)
        {
            prepared.Put(new string(' ', token.Start - at), at);
            prepared.Put(new string('(', Times(_groupStarts, token.Start)), token.Start);

            Copy(prepared, token);
            prepared.Put(new string(')', Times(_groupEnds, token.End)), token.End - 1);

            at = token.End;
        }

        prepared.Put(")", Math.Max(tokens.Start, at - 1));
        return prepared;
    }

    // 1e-7 is a number with a point to Scriban only when it is written with one; it does not know \} and a comma before the bracket of a call.
    private void Copy(PreparedText prepared, SourceToken token)
    {
        if (_droppedCommas.Contains(token.Start))
        {
            prepared.Put(" ", token.Start);
            return;
        }

        if (token.Type is TokenType.InterpolatedString or TokenType.BeginInterpolatedString or TokenType.ContinuationInterpolatedString or TokenType.EndingInterpolatedString)
        {
            CopyEscapes(prepared, token);
            return;
        }

        var e = token.Type == TokenType.Integer ? text.AsSpan(token.Start, token.Length).IndexOfAny("eE") : -1;
        if (e > 0 && text[token.Start + e + 1] == '-')
        {
            prepared.Copy(text, token.Start, token.Start + e);
            prepared.Put(".0", token.Start + e);
            prepared.Copy(text, token.Start + e, token.End);
        }
        else
        {
            prepared.Copy(text, token.Start, token.End);
        }
    }

    private void CopyEscapes(PreparedText prepared, SourceToken token)
    {
        for (var i = token.Start; i < token.End; i++)
        {
            var isEscape = text[i] == '\\' && i + 1 < token.End;
            if (isEscape && text[i + 1] == '}')
            {
                prepared.Put("\\x7d", i);
                i++;
                continue;
            }

            prepared.Copy(text, i, i + (isEscape ? 2 : 1));
            i += isEscape ? 1 : 0;
        }
    }

    private static int Times(List<int> places, int place)
    {
        var times = 0;
        foreach (var at in places)
        {
            times += at == place ? 1 : 0;
        }

        return times;
    }

    private string TokenText(SourceToken token) => tokens.TextOf(token);

    private static char Closing(TokenType opening) => opening switch { TokenType.OpenParen => ')', TokenType.OpenBracket => ']', _ => '}' };

    /// <param name="Depth">How many brackets are open around it.</param>
    /// <param name="IsLiteral">A list or an object, and not the index of something.</param>
    private sealed record Opened(int Index, int Depth, bool IsLiteral);

    private static SyntaxError NotAllowed(int offset, int length, string message, string? help = null) =>
        SyntaxError.At(offset, length, message, help, ExpressionCodes.NotAllowed);
}
