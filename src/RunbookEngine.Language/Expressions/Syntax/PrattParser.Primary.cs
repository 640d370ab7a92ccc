namespace RunbookEngine.Language.Expressions;

internal sealed partial class PrattParser
{
    private Expression ParsePrimary()
    {
        var token = Current;
        if (token.Kind == TokenKind.OpenParen)
        {
            return ParseParenthesis();
        }

        var piped = _piped;
        _piped = null;
        if (token.Kind == TokenKind.Name && Following.Kind is TokenKind.Dot && FunctionCatalogue.IsNamespace(token.Text))
        {
            return ParseFunctionName(piped);
        }

        if (piped is not null)
        {
            throw NotAFunction(token);
        }

        switch (token.Kind)
        {
            case TokenKind.Literal:
                Take();
                return new LiteralExpression(token.Start, token.Length, token.Value);
            case TokenKind.Interpolated:
                return ParseInterpolated(Take());
            case TokenKind.Name:
                return ParseName(Take());
            case TokenKind.OpenBracket:
                return ParseArray();
            case TokenKind.OpenBrace:
                return ParseObject();
            case TokenKind.At:
                return ParseFunctionReference();
            default:
                throw Unexpected("a value is missing here");
        }
    }

    private Expression ParseParenthesis()
    {
        var open = Take();
        var inner = ParseFull(false);
        var close = Expect(TokenKind.CloseParen, "`)` is missing", open);
        // The brackets belong to the place of the value, so that a message underlines them too.
        return inner with { Offset = open.Start, Length = close.End - open.Start };
    }

    private Expression ParseName(Token token)
    {
        Value? word = token.Text switch
        {
            "true" => Value.True,
            "false" => Value.False,
            "null" => Value.Null,
            "empty" => Value.Empty,
            _ => null,
        };
        if (word is { } value)
        {
            return new LiteralExpression(token.Start, token.Length, value);
        }

        if (Current.Kind == TokenKind.OpenParen && !Current.SpaceBefore)
        {
            throw UnknownFunction(token.Text, token.Start, token.Length);
        }

        return new NameExpression(token.Start, token.Length, token.Text);
    }

    private ArrayExpression ParseArray()
    {
        Enter();
        var open = Take();
        var items = new List<Expression>();
        while (Current.Kind != TokenKind.CloseBracket)
        {
            items.Add(ParseFull(false));
            CheckCount(items.Count, open);
            if (Current.Kind != TokenKind.Comma)
            {
                break;
            }

            Take();
        }

        var close = Expect(TokenKind.CloseBracket, "`,` or `]` is missing", open);
        _depth--;
        return Grown(new ArrayExpression(open.Start, close.End - open.Start, items));
    }

    private ObjectExpression ParseObject()
    {
        Enter();
        var open = Take();
        var members = new List<KeyValuePair<string, Expression>>();
        while (Current.Kind != TokenKind.CloseBrace)
        {
            var key = Current;
            var name = key.Kind == TokenKind.Name ? key.Text
                : key.Kind == TokenKind.Literal && key.Value.TryGetString(out var text) ? text
                : throw Unexpected("a member's name is missing; objects are written `{ name: value }`");
            Take();
            Expect(TokenKind.Colon, "`:` is missing after a member's name");
            members.Add(new(name, ParseFull(false)));
            CheckCount(members.Count, open);
            if (Current.Kind != TokenKind.Comma)
            {
                break;
            }

            Take();
        }

        var close = Expect(TokenKind.CloseBrace, "`,` or `}` is missing", open);
        _depth--;
        return Grown(new ObjectExpression(open.Start, close.End - open.Start, members));
    }

    private InterpolatedExpression ParseInterpolated(Token token)
    {
        Enter();
        var parts = new List<Expression>();
        foreach (var part in token.Parts!)
        {
            if (part.Text is null)
            {
                parts.Add(new PrattParser(_text, part.Start, part.End, _depth, _diagnostics).ParseAll());
            }
            else if (part.Text.Length > 0)
            {
                parts.Add(new LiteralExpression(part.Start, part.End - part.Start, Value.Of(part.Text)));
            }
        }

        _depth--;
        return Grown(new InterpolatedExpression(token.Start, token.Length, parts));
    }

    private void CheckCount(int count, Token at)
    {
        if (count > ExpressionLimits.Elements)
        {
            throw SyntaxError.At(at.Start, at.Length, $"at most {ExpressionLimits.Elements} elements can be listed here", code: ExpressionCodes.Limit);
        }
    }
}
