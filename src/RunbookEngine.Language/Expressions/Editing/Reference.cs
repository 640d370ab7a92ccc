namespace RunbookEngine.Language.Expressions;

/// <summary>A path an expression reads, as far as it is written out: steps, backup, outputs, file.</summary>
public sealed record Reference(IReadOnlyList<string> Path, int Offset, int Length)
{
    public string Name => Path[0];

    /// <summary>All paths in an expression, each as long as it goes, in the order of the text.</summary>
    public static IReadOnlyList<Reference> In(Expression expression)
    {
        var found = new List<Reference>();
        Collect(expression, found);
        return [.. found.OrderBy(r => r.Offset)];
    }

    private static void Collect(Expression expression, List<Reference> found)
    {
        if (PathOf(expression) is { } path)
        {
            found.Add(new Reference(path, expression.Offset, expression.Length));
            return;
        }

        foreach (var child in expression.Children)
        {
            Collect(child, found);
        }
    }

    internal static List<string>? PathOf(Expression expression)
    {
        switch (expression)
        {
            case NameExpression name:
                return [name.Name];
            case MemberExpression member when PathOf(member.Target) is { } path:
                path.Add(member.Name);
                return path;
            case IndexExpression { Index: LiteralExpression { Value: var literal } } index when PathOf(index.Target) is { } path:
                path.Add(literal.ToText());
                return path;
            default:
                return null;
        }
    }
}
