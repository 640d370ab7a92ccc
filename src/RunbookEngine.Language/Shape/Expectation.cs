using System.Globalization;

namespace RunbookEngine.Language.Shape;

/// <summary>Says in an author's words what a schema asks for.</summary>
internal static class Expectation
{
    /// <summary>More values than this are not listed.</summary>
    private const int Listed = 20;

    public static string Of(SchemaNode schema)
    {
        var words = Parts(schema.Actual).Distinct().ToList();
        return words.Count switch
        {
            0 => "something else",
            1 => words[0],
            _ => $"{string.Join(", ", words[..^1])} or {words[^1]}",
        };
    }

    /// <summary>The named kind of value (<c>duration</c>, <c>ldev</c> …) a schema stands for, through references; or null.</summary>
    public static string? Title(SchemaNode schema)
    {
        var actual = schema.Actual;
        return actual.Title ?? (actual.AllOf.Count == 1 ? Title(actual.AllOf[0]) : null);
    }

    /// <summary>Every value the schema lists, its alternatives included.</summary>
    public static IEnumerable<string> Values(SchemaNode schema)
    {
        var actual = schema.Actual;
        return actual.Enumeration.Concat(actual.AnyOf.Concat(actual.AllOf).SelectMany(Values));
    }

    private static IEnumerable<string> Parts(SchemaNode schema)
    {
        var alternatives = schema.AnyOf.Concat(schema.AllOf).Select(s => s.Actual).ToList();
        if (schema.Enumeration.Count > 0)
            return schema.Enumeration.Count > Listed ? ["one of the known words"] : schema.Enumeration.Select(v => $"`{v}`");
        if (schema.Title is "duration")
            return ["a duration such as 30s, 20m or 1h30m"];
        if (schema.Title is "expression")
            return ["an expression"];
        if (schema.Title is "ldev")
            return ["an LDEV id such as 1234, 0x4D2 or 00:04:D2"];
        if (schema.Title is "time of day")
            return ["a time of day in quotes, such as \"22:00\""];
        if (alternatives.Count > 0)
            return alternatives.SelectMany(Parts);
        return Types(schema);
    }

    private static IEnumerable<string> Types(SchemaNode schema)
    {
        var type = schema.Types;
        var range = Range(schema);
        var expressionOnly = schema.Pattern is { } pattern && pattern.Contains(@"\$\{\{", StringComparison.Ordinal);
        if (type.HasFlag(SchemaTypes.Boolean))
            yield return "true or false";
        if (type.HasFlag(SchemaTypes.Integer))
            yield return "a whole number" + range;
        else if (type.HasFlag(SchemaTypes.Number))
            yield return "a number" + range;
        if (type.HasFlag(SchemaTypes.Object))
            yield return "a map";
        if (type.HasFlag(SchemaTypes.Array))
            yield return "a list";
        if (type.HasFlag(SchemaTypes.String))
            yield return expressionOnly ? "an expression" : schema.Title is { } title ? $"a {title}" : "a text";
        if (type.HasFlag(SchemaTypes.Null))
            yield return "nothing";
    }

    private static string Range(SchemaNode schema) => (schema.Minimum, schema.Maximum) switch
    {
        ({ } least, { } most) => string.Create(CultureInfo.InvariantCulture, $" from {least} to {most}"),
        ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $" of at least {least}"),
        (null, { } most) => string.Create(CultureInfo.InvariantCulture, $" of at most {most}"),
        _ => "",
    };
}
