using System.Collections;
using System.Numerics;
using Scriban.Runtime;
using Scriban.Syntax;

namespace RunbookEngine.Language.Expressions;

internal partial class StrictContext
{
    /// <summary>Whole numbers grow without end in Scriban; this many bits are enough for anybody.</summary>
    private const long LargestBits = 8_192;

    private object? Unary(UnaryExpression at)
    {
        var operand = Compute(at.Operand);
        if (at.Operator == UnaryOperator.Not)
        {
            return !ToBool(default, operand);
        }

        if (operand is null && !IsStrict)
        {
            return null;
        }

        if (!RawValues.IsNumber(operand))
        {
            throw EvaluationError.At(at, operand is null ? ExpressionCodes.NullValue : ExpressionCodes.WrongValue,
                $"`{at.Operator.Text()}` needs a number, this is {RawValues.Named(operand)}");
        }

        // Scriban's negation of the smallest int and long stays what it is.
        return at.Operator == UnaryOperator.Negate && operand is (int or long)
            ? Value.Of(-RawValues.ToBig(operand)).Raw
            : ScriptUnaryExpression.Evaluate(this, default, at.Operator == UnaryOperator.Negate ? ScriptUnaryOperator.Negate : ScriptUnaryOperator.Plus, operand);
    }

    private object? Binary(BinaryExpression at)
    {
        var left = Compute(at.Left);
        switch (at.Operator)
        {
            case BinaryOperator.Coalesce:
                return left ?? Compute(at.Right);
            case BinaryOperator.NotNullThen:
                return left is null ? null : Compute(at.Right);
            case BinaryOperator.And or BinaryOperator.Or:
                return ToBool(default, left) == (at.Operator == BinaryOperator.Or) ? ToBool(default, left) : ToBool(default, Compute(at.Right));
            default:
                return Operate(at, left, Compute(at.Right));
        }
    }

    /// <summary>An operator on two values, at a place.</summary>
    internal object? Operate(BinaryExpression at, object? left, object? right)
    {
        Uses(left);
        Uses(right);
        if (at.Operator is BinaryOperator.Equal or BinaryOperator.NotEqual)
        {
            return AreEqual(left, right) == (at.Operator == BinaryOperator.Equal);
        }

        if (left is null || right is null)
        {
            return !IsStrict ? Scriban(at, left, right) : throw EvaluationError.At(left is null ? at.Left : at.Right, ExpressionCodes.NullValue,
                $"this is null, and `{at.Operator.Text()}` needs a value", "give one for that case: `(x ?? 0)`");
        }

        if (left is string || right is string)
        {
            return Text(at, left, right);
        }

        if (left is EmptyScriptObject || right is EmptyScriptObject)
        {
            return Scriban(at, left, right);
        }

        if (RawValues.List(left) is not null || RawValues.List(right) is not null)
        {
            return Lists(at, left, right);
        }

        return (RawValues.IsNumber(left) || left is bool) && (RawValues.IsNumber(right) || right is bool) ? Numbers(at, left, right) : Dates(at, left, right);
    }

    /// <summary>Equality by content, which Scriban has for texts and numbers only: a text is compared with the text of the other side.</summary>
    private bool AreEqual(object? left, object? right)
    {
        if (left is string || right is string)
        {
            return left is not null && right is not null && (ObjectToString(left) ?? "") == (ObjectToString(right) ?? "");
        }

        if (left is EmptyScriptObject || right is EmptyScriptObject)
        {
            var other = left is EmptyScriptObject ? right : left;
            return other is EmptyScriptObject || RawValues.List(other) is { Count: 0 } || RawValues.Object(other) is { Count: 0 };
        }

        if (RawValues.List(left) is { } a && RawValues.List(right) is { } b)
        {
            return a.Count == b.Count && Enumerable.Range(0, a.Count).All(i => Stepped(() => AreEqual(a[i], b[i])));
        }

        return left is not null && right is not null && (left is bool && RawValues.IsNumber(right) || right is bool && RawValues.IsNumber(left))
            ? RawValues.ToDouble(left).Equals(RawValues.ToDouble(right))
            : left is not double.NaN && right is not double.NaN && RawValues.Same(left, right);
    }

    private T Stepped<T>(Func<T> compute)
    {
        Budget.Step();
        return compute();
    }

    private object? Text(BinaryExpression at, object left, object right)
    {
        switch (at.Operator)
        {
            case BinaryOperator.Add:
                var (a, b) = (ObjectToString(left) ?? "", ObjectToString(right) ?? "");
                Budget.Text(a.Length + b.Length);
                return Scriban(at, a, b);
            case BinaryOperator.Multiply:
                var made = Scriban(at, left, right, "a text is repeated by a whole number");
                Budget.Text((made as string)?.Length ?? 0);
                return made;
            case BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual:
                return Ordered(at, TextOrder.Compare(ObjectToString(left) ?? "", ObjectToString(right) ?? ""));
            default:
                throw Unsupported(at, left, right, "`string.to_int` and `string.to_double` read numbers from a text");
        }
    }

    private object? Lists(BinaryExpression at, object left, object right)
    {
        switch (at.Operator, RawValues.List(left), RawValues.List(right))
        {
            case (BinaryOperator.Add, { } a, { } b):
                Budget.Items(a.Count + b.Count);
                return new ScriptRange(new ScriptArray(a.Cast<object?>().Concat(b.Cast<object?>())));
            case (BinaryOperator.Multiply, { } list, null):
                return Repeat(at, list, right, left, right);
            case (BinaryOperator.Multiply, null, { } list):
                return Repeat(at, list, left, left, right);
            case ( >= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual, { } a, { } b):
                return a.Count != b.Count || a.Count == 0 ? Ordered(at, a.Count.CompareTo(b.Count))
                    : Enumerable.Range(0, a.Count).All(i => Stepped(() => Operate(at, a[i], b[i]) is true));
            default:
                throw Unsupported(at, left, right);
        }
    }

    private ScriptRange Repeat(BinaryExpression at, IList list, object times, object left, object right)
    {
        if (!RawValues.TryWhole(times, out var count) || count < 0)
        {
            throw Unsupported(at, left, right, "a list is repeated by a whole number from 0 up");
        }

        Budget.Items(list.Count * Math.Min(count, int.MaxValue));
        return new ScriptRange(new ScriptArray(Enumerable.Repeat(list, (int)count).SelectMany(item => item.Cast<object?>())));
    }

    private object? Numbers(BinaryExpression at, object left, object right)
    {
        if (left is bool && right is bool)
        {
            throw Error(at, $"`{at.Operator.Text()}` does not work between two bools", "`&&` and `||` combine them");
        }

        // A bool counts as 0 or 1 beside a number.
        left = left is bool l ? l ? 1 : 0 : left;
        right = right is bool r ? r ? 1 : 0 : right;
        switch (at.Operator)
        {
            case BinaryOperator.Divide or BinaryOperator.DivideWhole or BinaryOperator.Modulo when IsZero(right)
                && (IsStrict || right is decimal || left is decimal || at.Operator != BinaryOperator.Divide && IsWhole(left) && IsWhole(right)):
                throw EvaluationError.At(at.Right, ExpressionCodes.WrongValue, "division by zero");
            case BinaryOperator.Multiply when IsWhole(left) && IsWhole(right) && RawValues.ToBig(left).GetBitLength() + RawValues.ToBig(right).GetBitLength() > LargestBits:
                throw Error(at, "the result is too large a number");
            case BinaryOperator.Range or BinaryOperator.RangeExclusive:
                return Range(at, left, right);
            default:
                return Scriban(at, left, right);
        }
    }

    // Counts down when the left end is the larger one.
    private ScriptRange Range(BinaryExpression at, object left, object right)
    {
        if (!IsWhole(left) || !IsWhole(right))
        {
            throw Error(at, $"`{at.Operator.Text()}` needs whole numbers", "`math.floor` and `//` make them");
        }

        var span = BigInteger.Abs(RawValues.ToBig(right) - RawValues.ToBig(left)) + (at.Operator == BinaryOperator.Range ? 1 : 0);
        Budget.Items(span > int.MaxValue ? int.MaxValue : (long)span);
        return new ScriptRange(new ScriptArray((IEnumerable)Scriban(at, left, right)!));
    }

    private object? Dates(BinaryExpression at, object left, object right)
    {
        var ordered = at.Operator is >= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual;
        try
        {
            return (left, right, at.Operator) switch
            {
                (DateTimeOffset a, DateTimeOffset b, BinaryOperator.Subtract) => a - b,
                (DateTimeOffset a, DateTimeOffset b, _) when ordered => Ordered(at, a.CompareTo(b)),
                (DateTimeOffset a, TimeSpan b, BinaryOperator.Add) => a + b,
                (DateTimeOffset a, TimeSpan b, BinaryOperator.Subtract) => a - b,
                (TimeSpan a, TimeSpan b, BinaryOperator.Add) => a + b,
                (TimeSpan a, TimeSpan b, BinaryOperator.Subtract) => a - b,
                (TimeSpan a, TimeSpan b, _) when ordered => Ordered(at, a.CompareTo(b)),
                _ => throw Unsupported(at, left, right),
            };
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw EvaluationError.At(at, ExpressionCodes.WrongValue, "this date lies outside of the calendar");
        }
    }

    private object? Scriban(BinaryExpression at, object? left, object? right, string? help = null)
    {
        try
        {
            return ScriptBinaryExpression.Evaluate(this, default, at.Operator.Scriban(), left, right);
        }
        catch (ScriptRuntimeException e) when (e is not (EvaluationError or BudgetSpent or ScopeFailed))
        {
            throw IsLimit(e) ? new BudgetSpent($"this makes more than {_options.MaxCharacters} characters of text")
                : RawValues.IsNumber(left) && RawValues.IsNumber(right) ? Error(at, "the result is too large a number")
                : Unsupported(at, left, right, help);
        }
    }

    private static bool Ordered(BinaryExpression at, int comparison) => at.Operator switch
    {
        BinaryOperator.Less => comparison < 0,
        BinaryOperator.LessOrEqual => comparison <= 0,
        BinaryOperator.Greater => comparison > 0,
        _ => comparison >= 0,
    };

    private static bool IsWhole(object value) => value is int or long or BigInteger;

    private static bool IsZero(object value) => value is decimal m ? m == 0 : RawValues.ToDouble(value) == 0;

    private static EvaluationError Unsupported(BinaryExpression at, object? left, object? right, string? help = null) =>
        Error(at, $"`{at.Operator.Text()}` does not work between {RawValues.Named(left)} and {RawValues.Named(right)}", help);

    private static EvaluationError Error(BinaryExpression at, string message, string? help = null) => new(new ExpressionDiagnostic(
        ExpressionCodes.WrongValue, at.OperatorOffset, at.Operator.Text().Length, message, help));
}
