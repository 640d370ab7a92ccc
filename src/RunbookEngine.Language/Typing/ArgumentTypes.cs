using NJsonSchema;
using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Typing;

/// <summary>The type an expression must have to stand at a place of the schema.</summary>
internal static class ArgumentTypes
{
    public static ExprType Of(JsonSchema? schema)
    {
        if (schema is null)
            return ExprType.Any;
        var kinds = Kinds(schema.ActualSchema).Distinct().ToList();
        return kinds is [var only] ? only : ExprType.Any;
    }

    /// <summary>The schema of a member of a map, through references and alternatives; null when nothing is said about it.</summary>
    public static JsonSchema? Member(JsonSchema? schema, string key) => Alternatives(schema)
        .Select(s => s.Properties.TryGetValue(key, out var property) ? property.ActualSchema : s.AdditionalPropertiesSchema?.ActualSchema)
        .FirstOrDefault(s => s is not null);

    /// <summary>The schema of the items of a list.</summary>
    public static JsonSchema? Item(JsonSchema? schema) => Alternatives(schema).Select(s => s.Item?.ActualSchema).FirstOrDefault(s => s is not null);

    private static IEnumerable<JsonSchema> Alternatives(JsonSchema? schema)
    {
        if (schema?.ActualSchema is not { } actual)
            return [];
        return actual.AnyOf.Concat(actual.AllOf).SelectMany(Alternatives).Prepend(actual);
    }

    private static IEnumerable<ExprType> Kinds(JsonSchema schema)
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

        foreach (var inner in schema.AnyOf.Concat(schema.AllOf).SelectMany(s => Kinds(s.ActualSchema)))
            yield return inner;
        var type = schema.Type;
        // Where the only text allowed is an expression, its value is one of the other types.
        var expressionOnly = schema.Pattern?.StartsWith(@"^\s*\$\{\{", StringComparison.Ordinal) == true;
        if (type.HasFlag(JsonObjectType.Boolean))
            yield return ExprType.Bool;
        if (type.HasFlag(JsonObjectType.Integer))
            yield return ExprType.Int;
        if (type.HasFlag(JsonObjectType.Number))
            yield return ExprType.Number;
        if (type.HasFlag(JsonObjectType.String) && !expressionOnly)
            yield return ExprType.String;
        if (type.HasFlag(JsonObjectType.Array))
            yield return ExprType.List;
        if (type.HasFlag(JsonObjectType.Object))
            yield return ExprType.OpenObject;
    }
}
