namespace RunbookEngine.Language.Expressions;

/// <summary>+ joins lists, * repeats one, comparisons look at the length first and then at each pair of elements.</summary>
internal sealed class ListOperators(BinaryExpression at, EvaluationBudget budget, ValueOperators operators)
{
    public Value Apply(Value left, Value right)
    {
        switch (at.Operator, left.Raw, right.Raw)
        {
            case (BinaryOperator.Add, ValueList a, ValueList b):
                budget.Items(a.Count + b.Count);
                return Value.Of(new ValueList([.. a, .. b], isRange: true));
            case (BinaryOperator.Multiply, ValueList list, _):
                return Repeat(list, right, left, right);
            case (BinaryOperator.Multiply, _, ValueList list):
                return Repeat(list, left, left, right);
            case (BinaryOperator.Equal, ValueList a, ValueList b):
                return Value.Of(AreEqual(a, b));
            case (BinaryOperator.NotEqual, ValueList a, ValueList b):
                return Value.Of(!AreEqual(a, b));
            case (BinaryOperator.Equal, _, _):
                return Value.False;
            case (BinaryOperator.NotEqual, _, _):
                return Value.True;
            case (BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual, ValueList a, ValueList b):
                return Ordered(a, b);
            default:
                throw operators.Unsupported(left, right);
        }
    }

    private Value Repeat(ValueList list, Value times, Value left, Value right)
    {
        if (!times.TryGetInt64(out var count) || count < 0)
        {
            throw operators.Unsupported(left, right, "a list is repeated by a whole number from 0 up");
        }

        budget.Items(list.Count * Math.Min(count, int.MaxValue));
        return Value.Of(new ValueList([.. Enumerable.Repeat(list, (int)count).SelectMany(item => item)], isRange: true));
    }

    private bool AreEqual(ValueList a, ValueList b)
    {
        if (a.Count != b.Count)
        {
            return false;
        }

        var equal = new ValueOperators(at with { Operator = BinaryOperator.Equal }, budget, lenient: true);
        for (var i = 0; i < a.Count; i++)
        {
            budget.Step();
            if (!equal.Apply(a[i], b[i]).IsTruthy)
            {
                return false;
            }
        }

        return true;
    }

    private Value Ordered(ValueList a, ValueList b)
    {
        if (a.Count != b.Count || a.Count == 0)
        {
            return operators.Ordered(a.Count.CompareTo(b.Count));
        }

        for (var i = 0; i < a.Count; i++)
        {
            budget.Step();
            if (!operators.Apply(a[i], b[i]).IsTruthy)
            {
                return Value.False;
            }
        }

        return Value.True;
    }
}
