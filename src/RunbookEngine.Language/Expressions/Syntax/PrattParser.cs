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
        if (target is FunctionName function)
        {
            target = Call(function, [], [], function.End);
        }

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
}
