namespace RunbookEngine.Language.Expressions;

/// <summary>
/// Operator precedence parser with Scriban's calls: <c>f a b</c> takes everything up to a weaker operator, <c>f(a, b)</c> is
/// closed, and <c>x | f a</c> gives x as the first argument to the leftmost function of what follows.
/// </summary>
internal sealed partial class PrattParser
{
    private readonly string _text;
    private readonly List<Token> _tokens;
    private readonly List<ExpressionDiagnostic> _diagnostics;
    private int _next;
    private int _depth;

    // Inside a ? b : c a name before ':' is no named argument.
    private bool _noNamedArguments;

    // The left side of a pipe until the leftmost function takes it.
    private Expression? _piped;

    public PrattParser(string text, int start, int end, int depth, List<ExpressionDiagnostic> diagnostics)
    {
        _text = text;
        _depth = depth;
        _diagnostics = diagnostics;
        _tokens = Lexer.Read(text, start, end);
    }

    private Token Current => _tokens[_next];

    private Token Following => _tokens[Math.Min(_next + 1, _tokens.Count - 1)];

    public Expression ParseAll()
    {
        if (Current.Kind == TokenKind.End)
        {
            throw SyntaxError.At(Current.Start, 0, "an expression is missing here");
        }

        var root = ParseFull(false);
        return Current.Kind == TokenKind.End ? root : throw Unexpected("an operator is missing before it, or it is too much");
    }

    private Expression ParseFull(bool noNamedArguments)
    {
        Enter();
        var outer = _noNamedArguments;
        _noNamedArguments = noNamedArguments;
        var left = ParseConditional();
        while (Current.Kind == TokenKind.Pipe)
        {
            var pipe = Take();
            if (Current.Kind == TokenKind.End)
            {
                throw SyntaxError.At(pipe.Start, pipe.Length, "a function is missing after `|`", "for example `| string.upcase`");
            }

            _piped = left;
            left = ParseConditional();
        }

        _noNamedArguments = outer;
        _depth--;
        return left;
    }

    private Expression ParseConditional()
    {
        var condition = ParseBinary(0, false);
        if (Current.Kind != TokenKind.Question)
        {
            return condition;
        }

        Take();
        var then = ParseFull(true);
        Expect(TokenKind.Colon, "`:` and the value for false are missing in `a ? b : c`");
        var otherwise = ParseFull(true);
        return Grown(new ConditionalExpression(condition.Offset, otherwise.End - condition.Offset, condition, then, otherwise));
    }

    private Expression ParseBinary(int precedence, bool inCall)
    {
        var left = ParseOperand(precedence, inCall);
        while (Current.Kind == TokenKind.Operator && Operators.TryGet(Current.Text, out var op, out var strength) && strength > precedence)
        {
            var token = Take();
            if (Current.Kind == TokenKind.End)
            {
                throw SyntaxError.At(token.Start, token.Length, $"a value is missing after `{token.Text}`");
            }

            var right = ParseBinary(strength, inCall);
            left = Grown(new BinaryExpression(left.Offset, right.End - left.Offset, op, left, right, token.Start));
        }

        return left;
    }

    private Expression ParseOperand(int precedence, bool inCall)
    {
        if (Current.Kind == TokenKind.Operator && Current.Text is "!" or "-" or "+")
        {
            return ParseUnary();
        }

        var operand = ParsePostfix(ParsePrimary());
        if (operand is not FunctionName function)
        {
            return operand;
        }

        return !inCall && StartsExpression()
            ? ParseSpacedCall(function, precedence)
            : Call(function, [], [], function.End);
    }

    private UnaryExpression ParseUnary()
    {
        Enter();
        var token = Take();
        var op = token.Text switch { "!" => UnaryOperator.Not, "-" => UnaryOperator.Negate, _ => UnaryOperator.Plus };
        var operand = ParseBinary(Operators.UnaryPrecedence, false);
        _depth--;
        return Grown(new UnaryExpression(token.Start, operand.End - token.Start, op, operand));
    }

    private Expression ParsePostfix(Expression target)
    {
        while (true)
        {
            switch (Current.Kind)
            {
                case TokenKind.Dot or TokenKind.QuestionDot:
                    target = ParseMember(target);
                    break;
                case TokenKind.OpenBracket when !Current.SpaceBefore && target is not FunctionName:
                    target = ParseIndex(target);
                    break;
                case TokenKind.OpenParen when !Current.SpaceBefore && target is FunctionName function:
                    target = ParseParenthesisedCall(function);
                    break;
                default:
                    return target;
            }
        }
    }

    private Expression ParseMember(Expression target)
    {
        var dot = Take();
        var name = Current;
        if (name.Kind != TokenKind.Name)
        {
            throw SyntaxError.At(name.Start, name.Length, $"a name is missing after `{dot.Text}`", "names with other characters are written in brackets: `x[\"a-b\"]`");
        }

        Take();
        if (name.Text is "empty" or "blank" && Current.Kind == TokenKind.Question && !Current.SpaceBefore)
        {
            return Grown(new IsEmptyExpression(target.Offset, Take().End - target.Offset, target));
        }

        if (target is FunctionName function)
        {
            target = Call(function, [], [], function.End);
        }

        var optional = dot.Kind == TokenKind.QuestionDot || IsOptional(target);
        return Grown(new MemberExpression(target.Offset, name.End - target.Offset, target, name.Text, optional, name.Start));
    }

    private IndexExpression ParseIndex(Expression target)
    {
        var open = Take();
        var index = ParseFull(false);
        var close = Expect(TokenKind.CloseBracket, "`]` is missing", open);
        return Grown(new IndexExpression(target.Offset, close.End - target.Offset, target, index, IsOptional(target)));
    }

    private static bool IsOptional(Expression target) => target is MemberExpression { IsOptional: true } or IndexExpression { IsOptional: true };

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
