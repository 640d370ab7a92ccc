using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Shape;

namespace RunbookEngine.Language.Typing;

/// <summary>The type an expression must have to stand at a place of the schema.</summary>
internal static class ArgumentTypes
{
    public static ExprType Of(SchemaNode? schema)
    {
        if (schema is null)
            return ExprType.Any;
        var kinds = Kinds(schema.Actual).Distinct().ToList();
        return kinds is [var only] ? only : ExprType.Any;
    }

    /// <summary>The schema of a member of a map, through references and alternatives; null when nothing is said about it.</summary>
    public static SchemaNode? Member(SchemaNode? schema, string key) => Alternatives(schema)
        .Select(s => s.Properties.TryGetValue(key, out var property) ? property.Actual : s.More?.Actual)
        .FirstOrDefault(s => s is not null);

    /// <summary>The schema of the items of a list.</summary>
    public static SchemaNode? Item(SchemaNode? schema) => Alternatives(schema).Select(s => s.Item?.Actual).FirstOrDefault(s => s is not null);

    private static IEnumerable<SchemaNode> Alternatives(SchemaNode? schema)
    {
        if (schema?.Actual is not { } actual)
            return [];
        return actual.AnyOf.Concat(actual.AllOf).SelectMany(Alternatives).Prepend(actual);
    }

    private static IEnumerable<ExprType> Kinds(SchemaNode schema)
    {
        if (schema.Title is "expression")
            yield break;
        if (schema.Title is "ldev")
        {
            yield return ExprType.Int;
            yield break;
        }

        if (schema.Enumeration.Count > 0)
        {
            yield return ExprType.String;
            yield break;
        }

        foreach (var inner in schema.AnyOf.Concat(schema.AllOf).SelectMany(s => Kinds(s.Actual)))
            yield return inner;
        var type = schema.Types;
        // Where the only text allowed is an expression, its value is one of the other types.
        var expressionOnly = schema.Pattern?.StartsWith(@"^\s*\$\{\{", StringComparison.Ordinal) == true;
        if (type.HasFlag(SchemaTypes.Boolean))
            yield return ExprType.Bool;
        if (type.HasFlag(SchemaTypes.Integer))
            yield return ExprType.Int;
        if (type.HasFlag(SchemaTypes.Number))
            yield return ExprType.Number;
        if (type.HasFlag(SchemaTypes.String) && !expressionOnly)
            yield return ExprType.String;
        if (type.HasFlag(SchemaTypes.Array))
            yield return ExprType.List;
        if (type.HasFlag(SchemaTypes.Object))
            yield return ExprType.OpenObject;
    }
}
