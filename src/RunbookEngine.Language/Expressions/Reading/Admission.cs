using Scriban.Parsing;
using Scriban.Syntax;

namespace RunbookEngine.Language.Expressions;

/// <summary>
/// Goes through Scriban's tree once: refuses every node that is not part of this language, resolves functions and their arguments, and gives each
/// node its place in the author's text.
/// </summary>
internal sealed partial class Admission(string source, PreparedText text, NodeTable nodes, List<ExpressionDiagnostic> diagnostics)
{
    // The left side of a pipe until the leftmost function takes it.
    private ScriptExpression? _piped;

    /// <exception cref="SyntaxError">Something in it is not part of this language.</exception>
    public Expression Admit(ScriptExpression? node) => Admit(node, false);

    private Expression Admit(ScriptExpression? node, bool lenient)
    {
        var admitted = node switch
        {
            ScriptNestedExpression nested => Nested(nested, lenient),
            ScriptPipeCall pipe => Pipe(pipe, lenient),
            ScriptFunctionCall call => Call(call, lenient),
            ScriptMemberExpression member when FunctionName(member) is { } name => Call(name, member, [], false, End(member)),
            ScriptVariable { Scope: ScriptVariableScope.Global } variable => Variable(variable),
            null => throw new InvalidOperationException("the parser left a part of the expression out"),
            _ => Plain(node, lenient),
        };
        var placed = admitted with { Node = node, IsLenient = lenient };
        nodes.Add(node!, placed);
        return placed;
    }

    // Whatever takes no value from a pipe is here, so a value that is still waiting has no function.
    private Expression Plain(ScriptExpression node, bool lenient)
    {
        if (_piped is not null && node is not (ScriptBinaryExpression or ScriptConditionalExpression or ScriptUnaryExpression or ScriptIsEmptyExpression
            or ScriptMemberExpression or ScriptIndexerExpression))
        {
            throw NotAFunction(node);
        }

        return Grown(node switch
        {
            ScriptLiteral literal => new LiteralExpression(Start(literal), Length(literal), Value.OfRaw(literal.Value)),
            ScriptIsEmptyExpression empty => Between(Admit(empty.Target, true), empty.QuestionToken, (offset, length, target) => new IsEmptyExpression(offset, length, target)),
            ScriptMemberExpression member => Member(member, lenient),
            ScriptIndexerExpression index => Index(index, lenient),
            ScriptUnaryExpression unary => Unary(unary),
            ScriptBinaryExpression binary => Binary(binary, lenient),
            ScriptConditionalExpression conditional => Conditional(conditional, lenient),
            ScriptArrayInitializerExpression array => Array(array),
            ScriptObjectInitializerExpression obj => Object(obj),
            ScriptInterpolatedStringExpression interpolated => Interpolated(interpolated),
            _ => throw NotAllowed(node),
        });
    }

    private Expression Nested(ScriptNestedExpression nested, bool lenient)
    {
        // The brackets belong to the place of the value, so that a message underlines them too.
        var inner = Admit(nested.Expression, lenient);
        var start = text.Origin(nested.OpenParen.Span.Start.Offset);
        return IsWritten(nested) ? inner with { Offset = start, Length = End(nested.CloseParen) - start } : inner;
    }

    // Brackets that were put in by Preparation are not in the author's text.
    private bool IsWritten(ScriptNestedExpression nested) => source[text.Origin(nested.OpenParen.Span.Start.Offset)] == '('
        && (nested.OpenParen.Span.Start.Offset + 1 >= text.Length || text.Origin(nested.OpenParen.Span.Start.Offset + 1) != text.Origin(nested.OpenParen.Span.Start.Offset));

    private Expression Variable(ScriptVariable variable)
    {
        if (_piped is not null)
        {
            throw NotAFunction(variable);
        }

        return variable.Name == "empty"
            ? new LiteralExpression(Start(variable), Length(variable), Value.Empty)
            : new NameExpression(Start(variable), Length(variable), variable.Name);
    }

    private MemberExpression Member(ScriptMemberExpression member, bool lenient)
    {
        var optional = member.DotToken.TokenType == TokenType.QuestionDot;
        var target = Admit(member.Target, lenient || optional || IsOptional(member.Target));
        optional |= IsOptional(target);
        var name = member.Member!;
        return new MemberExpression(target.Offset, End(name) - target.Offset, target, name.Name, optional, Start(name));
    }

    private IndexExpression Index(ScriptIndexerExpression index, bool lenient)
    {
        var target = Admit(index.Target, lenient || IsOptional(index.Target));
        var key = Apart(index.Index);
        return new IndexExpression(target.Offset, End(index.CloseBracket) - target.Offset, target, key, IsOptional(target));
    }

    private static bool IsOptional(Expression target) => target is MemberExpression { IsOptional: true } or IndexExpression { IsOptional: true };

    private static bool IsOptional(ScriptExpression? target) => target switch
    {
        ScriptMemberExpression member => member.DotToken.TokenType == TokenType.QuestionDot || IsOptional(member.Target),
        ScriptIndexerExpression index => IsOptional(index.Target),
        _ => false,
    };

    private Expression Unary(ScriptUnaryExpression unary)
    {
        var start = text.Origin(unary.OperatorToken!.Span.Start.Offset);
        if (unary.Operator == ScriptUnaryOperator.FunctionAlias)
        {
            return _piped is null ? FunctionReference(unary, start) : throw NotAFunction(unary);
        }

        var operand = Admit(unary.Right, false);
        var op = unary.Operator switch
        {
            ScriptUnaryOperator.Not => UnaryOperator.Not,
            ScriptUnaryOperator.Negate => UnaryOperator.Negate,
            ScriptUnaryOperator.Plus => UnaryOperator.Plus,
            _ => throw NotAllowed(unary),
        };
        return new UnaryExpression(start, operand.End - start, op, operand);
    }

    private BinaryExpression Binary(ScriptBinaryExpression binary, bool lenient)
    {
        if (Operators.Of(binary.Operator) is not { } op || binary.OperatorToken is null)
        {
            throw NotAllowed(binary);
        }

        var coalesces = op is BinaryOperator.Coalesce or BinaryOperator.NotNullThen;
        var left = Admit(binary.Left, coalesces);
        var right = Apart(binary.Right, coalesces && lenient);
        return new BinaryExpression(left.Offset, right.End - left.Offset, op, left, right, text.Origin(binary.OperatorToken.Span.Start.Offset));
    }

    private ConditionalExpression Conditional(ScriptConditionalExpression conditional, bool lenient)
    {
        var condition = Admit(conditional.Condition, false);
        var then = Apart(conditional.ThenValue, lenient);
        var otherwise = Apart(conditional.ElseValue, lenient);
        return new ConditionalExpression(condition.Offset, otherwise.End - condition.Offset, condition, then, otherwise);
    }

    private ArrayExpression Array(ScriptArrayInitializerExpression array)
    {
        CheckCount(array.Values.Count, array.OpenBracketToken);
        var start = text.Origin(array.OpenBracketToken.Span.Start.Offset);
        return new ArrayExpression(start, End(array.CloseBracketToken) - start, [.. array.Values.Select(item => Apart(item))]);
    }

    private ObjectExpression Object(ScriptObjectInitializerExpression obj)
    {
        CheckCount(obj.Members.Count, obj.OpenBrace);
        var start = text.Origin(obj.OpenBrace.Span.Start.Offset);
        return new ObjectExpression(start, End(obj.CloseBrace) - start, [.. obj.Members.Select(member =>
            KeyValuePair.Create(member.Name is ScriptVariable name ? name.Name : $"{(member.Name as ScriptLiteral)?.Value}", Apart(member.Value)))]);
    }

    private InterpolatedExpression Interpolated(ScriptInterpolatedStringExpression interpolated)
    {
        var parts = interpolated.Parts.Select(part => part is ScriptInterpolatedExpression hole ? Hole(hole) : Apart(part))
            .Where(part => part is not LiteralExpression { Node: ScriptLiteral { Value: "" } }).ToList();
        var start = Start(interpolated);
        return new InterpolatedExpression(start, End(interpolated) - start, parts);
    }

    private Expression Hole(ScriptInterpolatedExpression hole)
    {
        var admitted = Apart(hole.Expression);
        nodes.Add(hole, admitted);
        return admitted;
    }

    /// <summary>A part that a piped value does not reach.</summary>
    private Expression Apart(ScriptExpression? node, bool lenient = false)
    {
        var piped = _piped;
        _piped = null;
        var admitted = Admit(node, lenient);
        _piped = piped;
        return admitted;
    }

    private Expression Between(Expression target, ScriptNode last, Func<int, int, Expression, Expression> make) =>
        make(target.Offset, End(last) - target.Offset, target);

    private int Start(ScriptNode node) => text.Origin(node.Span.Start.Offset);

    private int End(ScriptNode node) => text.Origin(node.Span.End.Offset) + 1;

    private int Length(ScriptNode node) => Math.Max(0, End(node) - Start(node));

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

    private void CheckCount(int count, ScriptNode at)
    {
        if (count > ExpressionLimits.Elements)
        {
            throw SyntaxError.At(Start(at), 1, $"at most {ExpressionLimits.Elements} elements can be listed here", code: ExpressionCodes.Limit);
        }
    }

    private SyntaxError NotAllowed(ScriptNode node)
    {
        var start = Start(node);
        var written = source[start..Math.Clamp(End(node), start, Math.Min(source.Length, start + 40))];
        return SyntaxError.At(start, written.Length, $"`{written}` is not part of this language: expressions read and change nothing", code: ExpressionCodes.NotAllowed);
    }
}
