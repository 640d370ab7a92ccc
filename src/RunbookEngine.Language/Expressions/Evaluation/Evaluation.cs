using System.Text;

namespace RunbookEngine.Language.Expressions;

/// <summary>One evaluation: walks the tree, counts steps, carries secrets along.</summary>
internal sealed partial class Evaluation(EvaluationOptions options, EvaluationBudget budget)
{
    private IScope _scope = Scope.Empty;

    // Left of ?? and in object.default a missing value is null, not an error.
    private bool _lenient;

    public EvaluationBudget Budget => budget;

    public EvaluationOptions Options => options;

    public Value Run(Expression expression, IScope scope)
    {
        _scope = scope;
        _lenient = !options.NullStrict;
        return Eval(expression);
    }

    /// <summary>The text of a value inside a larger text.</summary>
    /// <exception cref="EvaluationError">It is null and null has no text.</exception>
    public string Print(Value value, Expression at)
    {
        if (value.IsNull && options.NullText is null && !_lenient)
        {
            throw EvaluationError.At(at, ExpressionCodes.NullValue, "this is null and cannot be written into a text", "give a text for that case: `x ?? \"none\"`");
        }

        var text = value.IsNull ? options.NullText ?? "" : value.ToText();
        budget.Text(text.Length);
        return text;
    }

    private Value Eval(Expression expression)
    {
        budget.Step();
        return expression switch
        {
            LiteralExpression literal => literal.Value,
            NameExpression name => Name(name),
            MemberExpression member => Member(member),
            IndexExpression index => Index(index),
            BinaryExpression binary => Binary(binary),
            UnaryExpression unary => Unary(unary),
            CallExpression call => Call(call),
            ConditionalExpression conditional => Conditional(conditional),
            ArrayExpression array => Array(array),
            ObjectExpression obj => Object(obj),
            InterpolatedExpression text => Interpolate(text),
            IsEmptyExpression empty => IsEmpty(empty),
            FunctionExpression function => Value.Function(function.Function),
            _ => throw new InvalidOperationException($"no evaluation for {expression.GetType().Name}"),
        };
    }

    private Value EvalLenient(Expression expression)
    {
        var outer = _lenient;
        _lenient = true;
        var value = Eval(expression);
        _lenient = outer;
        return value;
    }

    private Value EvalStrict(Expression expression)
    {
        var outer = _lenient;
        _lenient = !options.NullStrict;
        var value = Eval(expression);
        _lenient = outer;
        return value;
    }

    private Value Name(NameExpression name)
    {
        if (_scope.TryGet(name.Name, out var value) || _lenient)
        {
            return value;
        }

        throw EvaluationError.At(name, ExpressionCodes.MissingValue, $"there is no `{name.Name}` here");
    }

    private Value Conditional(ConditionalExpression conditional)
    {
        var condition = EvalStrict(conditional.Condition);
        return Eval(condition.IsTruthy ? conditional.Then : conditional.Else).Tainted(condition.IsSecret);
    }

    private Value Array(ArrayExpression array)
    {
        budget.Items(array.Items.Count);
        var items = new Value[array.Items.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = EvalStrict(array.Items[i]);
        }

        return Value.Of(new ValueList(items));
    }

    private Value Object(ObjectExpression obj)
    {
        budget.Items(obj.Members.Count);
        var members = new List<KeyValuePair<string, Value>>(obj.Members.Count);
        foreach (var (key, expression) in obj.Members)
        {
            members.Add(new(key, EvalStrict(expression)));
        }

        return Value.Of(ValueObject.Of(members));
    }

    private Value Interpolate(InterpolatedExpression text)
    {
        var builder = new StringBuilder();
        var secret = false;
        foreach (var part in text.Parts)
        {
            var value = EvalStrict(part);
            builder.Append(Print(value, part));
            secret |= value.ContainsSecret;
        }

        return Value.Of(builder.ToString()).Tainted(secret);
    }

    private Value IsEmpty(IsEmptyExpression empty)
    {
        var target = EvalLenient(empty.Target);
        Value answer = target.Raw switch
        {
            null => Value.Null,
            ValueList list => Value.Of(list.Count == 0),
            ValueObject obj => Value.Of(obj.Count == 0),
            string text => Value.Of(text.Length == 0),
            Value.EmptyWord => Value.True,
            _ => Value.False,
        };
        return (answer.IsNull && options.NullStrict ? Value.True : answer).Tainted(target.IsSecret);
    }

    private Value Unary(UnaryExpression unary)
    {
        var operand = EvalStrict(unary.Operand);
        return ValueOperators.Unary(unary, operand, !options.NullStrict).Tainted(operand.IsSecret);
    }

    private Value Binary(BinaryExpression binary)
    {
        switch (binary.Operator)
        {
            case BinaryOperator.Coalesce:
                var value = EvalLenient(binary.Left);
                return value.IsNull ? Eval(binary.Right).Tainted(value.IsSecret) : value;
            case BinaryOperator.NotNullThen:
                value = EvalLenient(binary.Left);
                return value.IsNull ? value : Eval(binary.Right).Tainted(value.IsSecret);
            case BinaryOperator.And or BinaryOperator.Or:
                var left = EvalStrict(binary.Left);
                if (left.IsTruthy == (binary.Operator == BinaryOperator.Or))
                {
                    return Value.Of(left.IsTruthy).Tainted(left.IsSecret);
                }

                var right = EvalStrict(binary.Right);
                return Value.Of(right.IsTruthy).Tainted(left.IsSecret || right.IsSecret);
            default:
                left = EvalStrict(binary.Left);
                right = EvalStrict(binary.Right);
                return new ValueOperators(binary, budget, !options.NullStrict).Apply(left, right)
                    .Tainted(left.ContainsSecret || right.ContainsSecret);
        }
    }
}
