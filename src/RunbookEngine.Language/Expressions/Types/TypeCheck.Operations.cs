namespace RunbookEngine.Language.Expressions;

internal sealed partial class TypeCheck
{
    private ExprType Unary(UnaryExpression unary)
    {
        if (unary.Operator == UnaryOperator.Not)
        {
            return ExprType.Bool.Tainted(Condition(unary.Operand).IsSecret);
        }

        var operand = Needed(unary.Operand, $"`{unary.Operator.Text()}`");
        if (!Fits(operand, ExprType.Number))
        {
            Report(ExpressionCodes.TypeMismatch, unary.Operand, $"`{unary.Operator.Text()}` needs a number, this is a {operand}", ConversionHelp(operand, ExprType.Number));
            return ExprType.Number;
        }

        return operand;
    }

    private ExprType Binary(BinaryExpression binary)
    {
        switch (binary.Operator)
        {
            case BinaryOperator.Coalesce:
                var left = VisitLenient(binary.Left);
                var right = Visit(binary.Right);
                return (left.Kind == ExprKind.Null ? right : left.NotNull().Or(right)).Tainted(left.IsSecret);
            case BinaryOperator.NotNullThen:
                left = VisitLenient(binary.Left);
                right = Visit(binary.Right).Tainted(left.IsSecret);
                return left.IsNullable || left.Kind == ExprKind.Any ? right.OrNull() : right;
            case BinaryOperator.And or BinaryOperator.Or:
                left = Condition(binary.Left);
                right = After(binary.Left, binary.Operator == BinaryOperator.And, () => Condition(binary.Right));
                return ExprType.Bool.Tainted(left.IsSecret || right.IsSecret);
            case BinaryOperator.Equal or BinaryOperator.NotEqual:
                left = VisitStrict(binary.Left);
                right = VisitStrict(binary.Right);
                Equality(binary, left, right);
                return ExprType.Bool.Tainted(left.ContainsSecret || right.ContainsSecret);
            default:
                left = Needed(binary.Left, $"`{binary.Operator.Text()}`");
                right = Needed(binary.Right, $"`{binary.Operator.Text()}`");
                return Operation(binary, left, right).Tainted(left.ContainsSecret || right.ContainsSecret);
        }
    }

    private void Equality(BinaryExpression binary, ExprType left, ExprType right)
    {
        if (left.Kind is ExprKind.Null or ExprKind.Any || right.Kind is ExprKind.Null or ExprKind.Any
            || left.Kind == right.Kind || left.IsNumeric && right.IsNumeric)
        {
            return;
        }

        Report(ExpressionCodes.TypeMismatch, binary, $"a {left.NotNull()} and a {right.NotNull()} are compared",
            ConversionHelp(left, right) is { } help && left.Kind == ExprKind.String ? help : ConversionHelp(right, left));
    }

    private ExprType Operation(BinaryExpression binary, ExprType left, ExprType right)
    {
        var result = binary.Operator switch
        {
            BinaryOperator.Add => Sum(left, right),
            BinaryOperator.Subtract => Difference(left, right),
            BinaryOperator.Multiply => Product(left, right),
            BinaryOperator.Divide => Numeric(left, right) is null ? null : ExprType.Number,
            BinaryOperator.DivideWhole or BinaryOperator.Modulo => Numeric(left, right),
            BinaryOperator.Range or BinaryOperator.RangeExclusive =>
                Fits(left, ExprType.Int) && Fits(right, ExprType.Int) ? ExprType.ListOf(ExprType.Int) : null,
            _ => Comparable(left, right) ? ExprType.Bool : null,
        };
        if (result is not null)
        {
            return result;
        }

        Report(ExpressionCodes.TypeMismatch, binary, $"`{binary.Operator.Text()}` does not work between a {left} and a {right}",
            left.Kind == ExprKind.String ? ConversionHelp(left, right.IsNumeric ? right : ExprType.Number)
            : right.Kind == ExprKind.String ? ConversionHelp(right, left.IsNumeric ? left : ExprType.Number)
            : binary.Operator is BinaryOperator.Range or BinaryOperator.RangeExclusive ? "a range needs whole numbers; `//` makes them" : null);
        return binary.Operator is >= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual ? ExprType.Bool : ExprType.Any;
    }

    private static ExprType? Numeric(ExprType left, ExprType right) => (left, right) switch
    {
        ({ Kind: ExprKind.Int }, { Kind: ExprKind.Int }) => ExprType.Int,
        _ when left.IsNumeric && right.IsNumeric => ExprType.Number,
        _ when left.Kind == ExprKind.Any && (right.IsNumeric || right.Kind == ExprKind.Any) => ExprType.Any,
        _ when right.Kind == ExprKind.Any && left.IsNumeric => ExprType.Any,
        _ => null,
    };

    private static ExprType? Sum(ExprType left, ExprType right) => (left.Kind, right.Kind) switch
    {
        (ExprKind.String, ExprKind.Function) or (ExprKind.Function, ExprKind.String) => null,
        (ExprKind.String, _) or (_, ExprKind.String) => ExprType.String,
        (ExprKind.List, ExprKind.List) => ExprType.ListOf((left.Element ?? ExprType.Any).Or(right.Element ?? ExprType.Any)),
        (ExprKind.Date, ExprKind.Duration) => ExprType.Date,
        (ExprKind.Duration, ExprKind.Duration) => ExprType.Duration,
        (ExprKind.Any, _) or (_, ExprKind.Any) => ExprType.Any,
        _ => Numeric(left, right),
    };

    private static ExprType? Difference(ExprType left, ExprType right) => (left.Kind, right.Kind) switch
    {
        (ExprKind.Date, ExprKind.Date) => ExprType.Duration,
        (ExprKind.Date, ExprKind.Duration) => ExprType.Date,
        (ExprKind.Duration, ExprKind.Duration) => ExprType.Duration,
        (ExprKind.Any, ExprKind.Date or ExprKind.Duration) or (ExprKind.Date or ExprKind.Duration, ExprKind.Any) => ExprType.Any,
        _ => Numeric(left, right),
    };

    private static ExprType? Product(ExprType left, ExprType right) => (left.Kind, right.Kind) switch
    {
        (ExprKind.String, ExprKind.Int or ExprKind.Any) or (ExprKind.Int or ExprKind.Any, ExprKind.String) => ExprType.String,
        (ExprKind.List, ExprKind.Int or ExprKind.Any) => left,
        (ExprKind.Int or ExprKind.Any, ExprKind.List) => right,
        _ => Numeric(left, right),
    };

    private static bool Comparable(ExprType left, ExprType right) =>
        left.Kind == ExprKind.Any || right.Kind == ExprKind.Any
        || left.IsNumeric && right.IsNumeric
        || left.Kind == right.Kind && (left.Kind is ExprKind.String or ExprKind.Date or ExprKind.Duration or ExprKind.List);

    private ExprType Call(CallExpression call)
    {
        var function = call.Function;
        var types = new ExprType[call.Arguments.Count];
        var secret = false;
        for (var i = 0; i < types.Length; i++)
        {
            var parameter = function.Parameters[i];
            if (call.Arguments[i] is not { } argument)
            {
                types[i] = ExprType.Any;
                continue;
            }

            types[i] = i == 0 && function.FirstIsOptional ? VisitLenient(argument) : VisitStrict(argument);
            var expected = parameter.AcceptsNull || parameter.IsOptional ? parameter.Type.OrNull() : parameter.Type;
            if (TypeChecker.Mismatch(argument, types[i], expected) is { } mismatch)
            {
                _diagnostics.Add(mismatch with { Message = $"{mismatch.Message} as `{parameter.Name}` of `{function.Name}`" });
            }

            secret |= types[i].ContainsSecret;
            types[i] = parameter.AcceptsNull ? types[i] : types[i].NotNull();
        }

        foreach (var argument in call.Rest)
        {
            secret |= VisitStrict(argument).ContainsSecret;
        }

        return Result(function, types, call).Tainted(secret);
    }

    private static ExprType Result(FunctionSpec function, ExprType[] types, CallExpression call)
    {
        // array.map with a plain name: the type of that member.
        if (function.Name == "array.map" && types[0].Element is { Kind: ExprKind.Object } element
            && call.Arguments[1] is LiteralExpression { Value: var literal } && literal.TryGetString(out var name)
            && element.Members.TryGetValue(name, out var member))
        {
            return ExprType.ListOf(member.Type);
        }

        return function.Infer?.Invoke(types) ?? function.Returns;
    }
}
