namespace RunbookEngine.Language.Expressions;

/// <summary>
/// Binary operators with Scriban's rules: a text makes the other side a text, the wider number type decides, bool counts as
/// 0 or 1 beside a number.
/// </summary>
internal sealed class ValueOperators(BinaryExpression at, EvaluationBudget budget, bool lenient)
{
    public static Value Unary(UnaryExpression at, Value operand, bool lenient)
    {
        if (at.Operator == UnaryOperator.Not)
        {
            return Value.Of(!operand.IsTruthy);
        }

        if (operand.IsNull && lenient)
        {
            return Value.Null;
        }

        if (!Numbers.IsNumber(operand.Raw))
        {
            throw EvaluationError.At(at, operand.IsNull ? ExpressionCodes.NullValue : ExpressionCodes.WrongValue,
                $"`{at.Operator.Text()}` needs a number, this is {Kinds.Named(operand.Kind)}");
        }

        return at.Operator == UnaryOperator.Plus ? operand : operand.Raw switch
        {
            float f => Value.Of(-f),
            double d => Value.Of(-d),
            decimal m => Value.Of(-m),
            var whole => Value.Of(-Numbers.ToBig(whole!)),
        };
    }

    public Value Apply(Value left, Value right)
    {
        if (left.Raw is string || right.Raw is string)
        {
            return Text(left, right);
        }

        if (left.Raw is Value.EmptyWord || right.Raw is Value.EmptyWord)
        {
            return WithEmpty(left.Raw is Value.EmptyWord ? right : left);
        }

        if (left.IsNull || right.IsNull)
        {
            return WithNull(left, right);
        }

        if (left.Raw is ValueList || right.Raw is ValueList)
        {
            return new ListOperators(at, budget, this).Apply(left, right);
        }

        var rank = Math.Max(Numbers.Rank(left.Raw), Numbers.Rank(right.Raw));
        if (rank > 0 && Numbers.Rank(left.Raw) > 0 && Numbers.Rank(right.Raw) > 0)
        {
            return new NumberOperators(at, lenient).Apply(rank, left.Raw!, right.Raw!, budget);
        }

        return Other(left, right);
    }

    public EvaluationError Unsupported(Value left, Value right, string? help = null) => new(new ExpressionDiagnostic(
        ExpressionCodes.WrongValue, at.OperatorOffset, at.Operator.Text().Length,
        $"`{at.Operator.Text()}` does not work between {Kinds.Named(left.Kind)} and {Kinds.Named(right.Kind)}", help));

    private Value Text(Value left, Value right)
    {
        if ((left.IsNull || right.IsNull) && !lenient)
        {
            return at.Operator switch
            {
                BinaryOperator.Equal => Value.False,
                BinaryOperator.NotEqual => Value.True,
                _ => throw NullOperand(left.IsNull ? at.Left : at.Right),
            };
        }

        switch (at.Operator)
        {
            case BinaryOperator.Add:
                var (a, b) = (left.ToText(), right.ToText());
                budget.Text(a.Length + b.Length);
                return Value.Of(a + b);
            case BinaryOperator.Multiply:
                return Repeat(left, right);
            case BinaryOperator.Equal:
                return Value.Of(left.ToText() == right.ToText());
            case BinaryOperator.NotEqual:
                return Value.Of(left.ToText() != right.ToText());
            case BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual:
                return Ordered(TextOrder.Compare(left.ToText(), right.ToText()));
            default:
                throw Unsupported(left, right, "`string.to_int` and `string.to_double` read numbers from a text");
        }
    }

    // Either side may be the text; when both are, the right one is repeated and the left one read as a number, as in Scriban.
    private Value Repeat(Value left, Value right)
    {
        var (text, count) = right.Raw is string ? (right, left) : (left, right);
        var times = count.Raw switch
        {
            null => 0,
            string s when int.TryParse(s, out var read) => read,
            bool b => b ? 1 : 0,
            var raw when Numbers.IsNumber(raw) && Math.Abs(Numbers.ToDouble(raw!)) <= int.MaxValue => (int)Math.Round(Numbers.ToDouble(raw!)),
            _ => throw Unsupported(left, right, "a text is repeated by a whole number"),
        };
        var one = text.ToText();
        times = Math.Max(0, times);
        budget.Text((long)one.Length * times);
        return Value.Of(one.Length == 0 ? "" : new System.Text.StringBuilder(one.Length * times).Insert(0, one, times).ToString());
    }

    private Value WithEmpty(Value other)
    {
        var isEmpty = other.Raw switch
        {
            null => false,
            ValueList list => list.Count == 0,
            ValueObject obj => obj.Count == 0,
            Value.EmptyWord => true,
            _ => false,
        };
        return at.Operator switch
        {
            BinaryOperator.Equal or BinaryOperator.LessOrEqual or BinaryOperator.GreaterOrEqual => Value.Of(isEmpty),
            BinaryOperator.NotEqual => Value.Of(!isEmpty),
            BinaryOperator.Less or BinaryOperator.Greater => Value.False,
            _ => Value.Empty,
        };
    }

    private Value WithNull(Value left, Value right) => at.Operator switch
    {
        BinaryOperator.Equal => Value.Of(left.IsNull && right.IsNull),
        BinaryOperator.NotEqual => Value.Of(!(left.IsNull && right.IsNull)),
        _ when !lenient => throw NullOperand(left.IsNull ? at.Left : at.Right),
        BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual => Value.False,
        _ => Value.Null,
    };

    private EvaluationError NullOperand(Expression operand) => EvaluationError.At(
        operand, ExpressionCodes.NullValue, $"this is null, and `{at.Operator.Text()}` needs a value", "give one for that case: `(x ?? 0)`");

    private Value Other(Value left, Value right)
    {
        switch (left.Raw, right.Raw, at.Operator)
        {
            case (DateTimeOffset a, DateTimeOffset b, BinaryOperator.Subtract):
                return Value.Of(a - b);
            case (DateTimeOffset a, DateTimeOffset b, _) when IsComparison:
                return Ordered(a.CompareTo(b));
            case (DateTimeOffset a, TimeSpan b, BinaryOperator.Add):
                return Shift(a, b);
            case (DateTimeOffset a, TimeSpan b, BinaryOperator.Subtract):
                return Shift(a, -b);
            case (TimeSpan a, TimeSpan b, BinaryOperator.Add):
                return Value.Of(a + b);
            case (TimeSpan a, TimeSpan b, BinaryOperator.Subtract):
                return Value.Of(a - b);
            case (TimeSpan a, TimeSpan b, _) when IsComparison:
                return Ordered(a.CompareTo(b));
            case (_, _, BinaryOperator.Equal):
                return Value.Of(left.Equals(right));
            case (_, _, BinaryOperator.NotEqual):
                return Value.Of(!left.Equals(right));
            default:
                throw Unsupported(left, right);
        }
    }

    private Value Shift(DateTimeOffset date, TimeSpan by)
    {
        try
        {
            return Value.Of(date + by);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw EvaluationError.At(at, ExpressionCodes.WrongValue, "this date lies outside of the calendar");
        }
    }

    private bool IsComparison => at.Operator is >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual;

    internal Value Ordered(int comparison) => Value.Of(at.Operator switch
    {
        BinaryOperator.Equal => comparison == 0,
        BinaryOperator.NotEqual => comparison != 0,
        BinaryOperator.Less => comparison < 0,
        BinaryOperator.LessOrEqual => comparison <= 0,
        BinaryOperator.Greater => comparison > 0,
        _ => comparison >= 0,
    });
}
