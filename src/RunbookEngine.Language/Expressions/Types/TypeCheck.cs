using System.Collections.Immutable;

namespace RunbookEngine.Language.Expressions;

/// <summary>One check: visits each node once. Any fits everywhere, so one mistake is reported once.</summary>
internal sealed partial class TypeCheck(TypeScope scope)
{
    private readonly List<ExpressionDiagnostic> _diagnostics = [];

    // Left of ?? and in object.default a value may be null or missing.
    private bool _lenient;

    private ImmutableHashSet<string> _notNull = scope.NotNull;

    public IReadOnlyList<ExpressionDiagnostic> Diagnostics => _diagnostics;

    public ExprType Visit(Expression expression)
    {
        var type = TypeOf(expression);
        return type.IsNullable && !_notNull.IsEmpty && Narrowing.KeyOf(expression) is { } path && _notNull.Contains(path) ? type.NotNull() : type;
    }

    private ExprType TypeOf(Expression expression) => expression switch
    {
        LiteralExpression literal => TypeOf(literal.Value),
        NameExpression name => Name(name),
        MemberExpression member => Member(member),
        IndexExpression index => Index(index),
        IsEmptyExpression empty => ExprType.Bool.Tainted(VisitLenient(empty.Target).IsSecret),
        UnaryExpression unary => Unary(unary),
        BinaryExpression binary => Binary(binary),
        ConditionalExpression conditional => Conditional(conditional),
        CallExpression call => Call(call),
        FunctionExpression => ExprType.Function,
        ArrayExpression array => Array(array),
        ObjectExpression obj => ExprType.ObjectOf(obj.Members.GroupBy(m => m.Key)
            .ToDictionary(g => g.Key, g => new ExprMember(g.Select(m => VisitStrict(m.Value)).Last()))),
        InterpolatedExpression text => Interpolated(text),
        _ => ExprType.Any,
    };

    internal static ExprType TypeOf(Value value) => value.Kind switch
    {
        ValueKind.Null => ExprType.Null,
        ValueKind.Bool => ExprType.Bool,
        ValueKind.Int => ExprType.Int,
        ValueKind.Number => ExprType.Number,
        ValueKind.String => value.IsSecret ? ExprType.SecretOf(ExprType.String) : ExprType.String,
        ValueKind.Date => ExprType.Date,
        ValueKind.Duration => ExprType.Duration,
        ValueKind.List => ExprType.List,
        ValueKind.Object => ExprType.OpenObject,
        _ => ExprType.Any,
    };

    /// <summary>A value of one type can stand where another is wanted, by Scriban's conversions that lose nothing.</summary>
    internal static bool Fits(ExprType actual, ExprType expected) => (actual.Kind, expected.Kind) switch
    {
        (ExprKind.Any, _) or (_, ExprKind.Any) => true,
        (ExprKind.Int, ExprKind.Number) => true,
        (ExprKind.Int or ExprKind.Number or ExprKind.Date or ExprKind.Duration, ExprKind.String) => true,
        (ExprKind.List, ExprKind.List) => Fits(actual.Element ?? ExprType.Any, expected.Element ?? ExprType.Any),
        var (a, e) => a == e,
    };

    internal static string? ConversionHelp(ExprType actual, ExprType expected) => (actual.Kind, expected.Kind) switch
    {
        (ExprKind.String, ExprKind.Int) => "`string.to_int` reads a whole number from a text",
        (ExprKind.String, ExprKind.Number) => "`string.to_double` reads a number from a text",
        (ExprKind.String, ExprKind.Date) => "`date.parse` reads a date from a text",
        (ExprKind.String, ExprKind.Duration) => "`timespan.parse` reads a duration from a text",
        (ExprKind.Number, ExprKind.Int) => "`//` divides to a whole number",
        (_, ExprKind.Function) => "pass a function by name: `@string.upcase`",
        (ExprKind.Bool, ExprKind.String) => "was the call meant to end earlier? Put it in brackets: `(x | string.contains \"a\") && y`",
        (ExprKind.List, ExprKind.String) => "`array.join \", \"` makes a text of a list",
        (_, ExprKind.Bool) => "compare it with something: `x == \"...\"`",
        _ => null,
    };

    private ExprType VisitLenient(Expression expression) => With(true, expression);

    private ExprType VisitStrict(Expression expression) => With(false, expression);

    private ExprType With(bool lenient, Expression expression)
    {
        var outer = _lenient;
        _lenient = lenient;
        var type = Visit(expression);
        _lenient = outer;
        return type;
    }

    /// <summary>Visits an operand that must not be null.</summary>
    private ExprType Needed(Expression expression, string what)
    {
        var type = VisitStrict(expression);
        if (type.IsNullable)
        {
            Report(ExpressionCodes.MayBeNull, expression, type.Kind == ExprKind.Null ? $"this is null, and {what} needs a value" : $"this may be null, and {what} needs a value",
                "give one for that case: `(x ?? ...)`");
        }

        return type.Kind == ExprKind.Null ? ExprType.Any : type.NotNull();
    }

    private ExprType Interpolated(InterpolatedExpression text)
    {
        var secret = false;
        foreach (var part in text.Parts)
        {
            secret |= Needed(part, "a text").ContainsSecret;
        }

        return ExprType.String.Tainted(secret);
    }

    private ExprType Array(ArrayExpression array)
    {
        ExprType? element = null;
        foreach (var item in array.Items)
        {
            var type = VisitStrict(item);
            element = element is null ? type : element.Or(type);
        }

        return ExprType.ListOf(element ?? ExprType.Any);
    }

    private ExprType Conditional(ConditionalExpression conditional)
    {
        var condition = Condition(conditional.Condition);
        var then = After(conditional.Condition, true, () => Visit(conditional.Then));
        var otherwise = After(conditional.Condition, false, () => Visit(conditional.Else));
        return then.Or(otherwise).Tainted(condition.IsSecret);
    }

    private ExprType After(Expression condition, bool outcome, Func<ExprType> visit)
    {
        var outer = _notNull;
        _notNull = Narrowing.From(condition, outcome, outer);
        var type = visit();
        _notNull = outer;
        return type;
    }

    /// <summary>Anything can be a condition, but a number or a text is always true, which nobody means.</summary>
    internal ExprType Condition(Expression expression)
    {
        var type = VisitStrict(expression);
        if (!type.IsNullable && type.Kind is not (ExprKind.Bool or ExprKind.Any or ExprKind.Object))
        {
            Report(ExpressionCodes.AlwaysTrue, expression, $"a {type} always counts as true", ConversionHelp(type, ExprType.Bool), ExpressionSeverity.Warning);
        }

        return type;
    }

    internal void Report(string code, Expression at, string message, string? help = null, ExpressionSeverity severity = ExpressionSeverity.Error) =>
        Report(code, at.Offset, at.Length, message, help, severity);

    private void Report(string code, int offset, int length, string message, string? help = null, ExpressionSeverity severity = ExpressionSeverity.Error) =>
        _diagnostics.Add(new ExpressionDiagnostic(code, offset, length, message, help, severity));
}
