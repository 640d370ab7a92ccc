using System.Numerics;

namespace RunbookEngine.Language.Expressions;

/// <summary>Arithmetic and comparison of two numbers (or a bool beside one) at the wider of their types.</summary>
internal sealed class NumberOperators(BinaryExpression at, bool lenient)
{
    /// <summary>Whole numbers grow without end in Scriban; this many bits are enough for anybody.</summary>
    private const long LargestBits = 8_192;

    public Value Apply(int rank, object left, object right, EvaluationBudget budget)
    {
        try
        {
            return rank switch
            {
                1 => Bools((bool)left, (bool)right),
                <= 4 => Whole(Numbers.ToBig(left), Numbers.ToBig(right), budget),
                5 => Singles(Numbers.ToSingle(left), Numbers.ToSingle(right)),
                6 => Doubles(Numbers.ToDouble(left), Numbers.ToDouble(right)),
                _ => Decimals(Numbers.ToDecimal(left), Numbers.ToDecimal(right)),
            };
        }
        catch (OverflowException)
        {
            throw Error("the result is too large a number");
        }
    }

    private Value Bools(bool left, bool right) => at.Operator switch
    {
        BinaryOperator.Equal => Value.Of(left == right),
        BinaryOperator.NotEqual => Value.Of(left != right),
        _ => throw Error($"`{at.Operator.Text()}` does not work between two bools", "`&&` and `||` combine them"),
    };

    private Value Whole(BigInteger left, BigInteger right, EvaluationBudget budget)
    {
        switch (at.Operator)
        {
            case BinaryOperator.Add:
                return Value.Of(left + right);
            case BinaryOperator.Subtract:
                return Value.Of(left - right);
            case BinaryOperator.Multiply when left.GetBitLength() + right.GetBitLength() > LargestBits:
                throw Error("the result is too large a number");
            case BinaryOperator.Multiply:
                return Value.Of(left * right);
            case BinaryOperator.Divide:
                return Doubles((double)left, (double)right);
            case BinaryOperator.DivideWhole:
                return right.IsZero ? throw ByZero() : Value.Of(BigInteger.Divide(left, right));
            case BinaryOperator.Modulo:
                return right.IsZero ? throw ByZero() : Value.Of(BigInteger.Remainder(left, right));
            case BinaryOperator.Range or BinaryOperator.RangeExclusive:
                return Range(left, right, budget);
            default:
                return Compare(left.CompareTo(right));
        }
    }

    // Counts down when the left end is the larger one.
    private Value Range(BigInteger left, BigInteger right, EvaluationBudget budget)
    {
        var span = BigInteger.Abs(right - left) + (at.Operator == BinaryOperator.Range ? 1 : 0);
        budget.Items(span > int.MaxValue ? int.MaxValue : (long)span);
        var items = new Value[(int)span];
        var step = left < right ? 1 : -1;
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Value.Of(left + i * step);
        }

        return Value.Of(new ValueList(items, isRange: true));
    }

    private Value Doubles(double left, double right)
    {
        switch (at.Operator)
        {
            case BinaryOperator.Add:
                return Value.Of(left + right);
            case BinaryOperator.Subtract:
                return Value.Of(left - right);
            case BinaryOperator.Multiply:
                return Value.Of(left * right);
            case BinaryOperator.Divide or BinaryOperator.DivideWhole or BinaryOperator.Modulo when right == 0 && !lenient:
                throw ByZero();
            case BinaryOperator.Divide:
                return Value.Of(left / right);
            case BinaryOperator.DivideWhole:
                return Value.Of(Math.Round(left / right));
            case BinaryOperator.Modulo:
                return Value.Of(left % right);
            default:
                return Compare(left, right);
        }
    }

    private Value Singles(float left, float right)
    {
        switch (at.Operator)
        {
            case BinaryOperator.Add:
                return Value.Of(left + right);
            case BinaryOperator.Subtract:
                return Value.Of(left - right);
            case BinaryOperator.Multiply:
                return Value.Of(left * right);
            case BinaryOperator.Divide or BinaryOperator.DivideWhole or BinaryOperator.Modulo when right == 0 && !lenient:
                throw ByZero();
            case BinaryOperator.Divide:
                return Value.Of(left / right);
            case BinaryOperator.DivideWhole:
                return Value.Of(MathF.Truncate(left / right));
            case BinaryOperator.Modulo:
                return Value.Of(left % right);
            default:
                return Compare(left, right);
        }
    }

    private Value Decimals(decimal left, decimal right)
    {
        switch (at.Operator)
        {
            case BinaryOperator.Add:
                return Value.Of(left + right);
            case BinaryOperator.Subtract:
                return Value.Of(left - right);
            case BinaryOperator.Multiply:
                return Value.Of(left * right);
            case BinaryOperator.Divide or BinaryOperator.DivideWhole or BinaryOperator.Modulo when right == 0:
                throw ByZero();
            case BinaryOperator.Divide:
                return Value.Of(left / right);
            case BinaryOperator.DivideWhole:
                return Value.Of(Math.Round(left / right));
            case BinaryOperator.Modulo:
                return Value.Of(left % right);
            default:
                return Compare(left.CompareTo(right));
        }
    }

    // Not by CompareTo: NaN is neither less nor greater nor equal.
    private Value Compare(double left, double right) => Value.Of(at.Operator switch
    {
        BinaryOperator.Equal => left == right,
        BinaryOperator.NotEqual => left != right,
        BinaryOperator.Less => left < right,
        BinaryOperator.LessOrEqual => left <= right,
        BinaryOperator.Greater => left > right,
        BinaryOperator.GreaterOrEqual => left >= right,
        _ => throw Error($"`{at.Operator.Text()}` needs whole numbers", "`math.floor` and `//` make them"),
    });

    private Value Compare(int comparison) => Compare((double)comparison, 0);

    private EvaluationError ByZero() => EvaluationError.At(at.Right, ExpressionCodes.WrongValue, "division by zero");

    private EvaluationError Error(string message, string? help = null) => new(new ExpressionDiagnostic(
        ExpressionCodes.WrongValue, at.OperatorOffset, at.Operator.Text().Length, message, help));
}
