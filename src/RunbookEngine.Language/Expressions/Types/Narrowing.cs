using System.Collections.Immutable;

namespace RunbookEngine.Language.Expressions;

/// <summary>What a condition tells about null: after <c>x != null &amp;&amp; …</c> and in <c>x ? … : …</c> x is not null.</summary>
internal static class Narrowing
{
    /// <summary>Paths that are not null when <paramref name="condition"/> comes out as <paramref name="outcome"/>.</summary>
    public static ImmutableHashSet<string> From(Expression condition, bool outcome, ImmutableHashSet<string> known) => condition switch
    {
        UnaryExpression { Operator: UnaryOperator.Not } not => From(not.Operand, !outcome, known),
        BinaryExpression { Operator: BinaryOperator.And } both when outcome => From(both.Right, true, From(both.Left, true, known)),
        BinaryExpression { Operator: BinaryOperator.Or } either when !outcome => From(either.Right, false, From(either.Left, false, known)),
        BinaryExpression { Operator: BinaryOperator.NotEqual } differs when outcome => Compared(differs, known),
        BinaryExpression { Operator: BinaryOperator.Equal } equals when !outcome => Compared(equals, known),
        _ when outcome => Add(condition, known),
        _ => known,
    };

    /// <summary>The way to a value, or null when it is computed.</summary>
    public static string? KeyOf(Expression expression) => Reference.PathOf(expression) is { } path ? string.Join('\n', path) : null;

    private static ImmutableHashSet<string> Compared(BinaryExpression comparison, ImmutableHashSet<string> known) =>
        IsNull(comparison.Right) ? Add(comparison.Left, known)
        : IsNull(comparison.Left) ? Add(comparison.Right, known)
        : known;

    private static bool IsNull(Expression expression) => expression is LiteralExpression { Value.IsNull: true };

    // A path that is not null has no null on its way either.
    private static ImmutableHashSet<string> Add(Expression expression, ImmutableHashSet<string> known)
    {
        for (var at = expression; at is not null && KeyOf(at) is { } key;)
        {
            known = known.Add(key);
            at = at switch { MemberExpression member => member.Target, IndexExpression index => index.Target, _ => null };
        }

        return known;
    }
}
