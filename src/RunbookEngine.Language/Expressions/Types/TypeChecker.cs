namespace RunbookEngine.Language.Expressions;

/// <summary>Finds before the run what would fail in it: unknown names, types that do not fit, nulls nobody took care of.</summary>
public static class TypeChecker
{
    /// <summary>The diagnostics of reading come first; a text that could not be read has type Any.</summary>
    public static CheckResult Check(ParsedExpression expression, TypeScope scope)
    {
        if (expression.Root is null)
        {
            return new CheckResult(ExprType.Any, expression.Diagnostics);
        }

        var checkedRoot = Check(expression.Root, scope);
        return checkedRoot with { Diagnostics = Sorted([.. expression.Diagnostics, .. checkedRoot.Diagnostics]) };
    }

    public static CheckResult Check(Expression expression, TypeScope scope)
    {
        var check = new TypeCheck(scope);
        var type = check.Visit(expression);
        return new CheckResult(type, Sorted(check.Diagnostics));
    }

    /// <summary>Also asks that the value can stand where <paramref name="expected"/> is wanted: a timeout wants a number, say.</summary>
    public static CheckResult Check(ParsedExpression expression, TypeScope scope, ExprType expected)
    {
        var result = Check(expression, scope);
        return expression.Root is null || Mismatch(expression.Root, result.Type, expected) is not { } mismatch
            ? result
            : result with { Diagnostics = Sorted([.. result.Diagnostics, mismatch]) };
    }

    /// <summary>A value that may hold a secret where none may go; null when it holds none.</summary>
    /// <param name="place">For the message: "a message", "an output".</param>
    public static ExpressionDiagnostic? SecretFlow(Expression expression, ExprType type, string place) => type.ContainsSecret
        ? new ExpressionDiagnostic(ExpressionCodes.SecretFlow, expression.Offset, expression.Length,
            $"a secret would flow into {place}", "secrets may go into `command`, `http` and connections only")
        : null;

    internal static ExpressionDiagnostic? Mismatch(Expression at, ExprType actual, ExprType expected)
    {
        if (actual.Kind == ExprKind.Null || actual.IsNullable && !expected.IsNullable && expected.Kind != ExprKind.Any)
        {
            return expected.IsNullable || expected.Kind == ExprKind.Any ? null : new ExpressionDiagnostic(
                ExpressionCodes.MayBeNull, at.Offset, at.Length,
                actual.Kind == ExprKind.Null ? $"this is null, a {expected} is needed" : $"this may be null, a {expected} is needed",
                "give a value for that case: `x ?? ...`");
        }

        return TypeCheck.Fits(actual, expected) ? null : new ExpressionDiagnostic(
            ExpressionCodes.TypeMismatch, at.Offset, at.Length, $"this is a {actual}, a {expected} is needed", TypeCheck.ConversionHelp(actual, expected));
    }

    private static ExpressionDiagnostic[] Sorted(IEnumerable<ExpressionDiagnostic> diagnostics) =>
        [.. diagnostics.OrderBy(d => d.Offset).ThenBy(d => d.Length)];
}
