using System.Text;
using System.Text.Json;
using RunbookEngine.Language.Shape;

namespace RunbookEngine.Language.Editing;

/// <summary>What the JSON Schema says about a place, for hover and completion.</summary>
internal sealed class SchemaGuide
{
    /// <summary>A list item in a path.</summary>
    public const string Item = "[]";

    /// <summary>References and alternatives inside each other.</summary>
    private const int MaxDepth = 12;

    private static readonly Lazy<SchemaGuide> RunbookGuide = new(() => new(Schemas.RunbookText));
    private static readonly Lazy<SchemaGuide> EnvironmentGuide = new(() => new(Schemas.EnvironmentText));

    private readonly JsonElement _root;

    private SchemaGuide(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        _root = document.RootElement.Clone();
    }

    public static SchemaGuide Runbook => RunbookGuide.Value;

    public static SchemaGuide Environment => EnvironmentGuide.Value;

    /// <summary>Keys that may stand in the map at a path, with their schemas.</summary>
    public IEnumerable<(string Name, JsonElement Schema)> Keys(IEnumerable<string> path) =>
        At(path).Where(s => s.TryGetProperty("properties", out _)).SelectMany(s => s.GetProperty("properties").EnumerateObject())
            .DistinctBy(p => p.Name).Select(p => (p.Name, p.Value));

    /// <summary>Values that the schema names for a place.</summary>
    public IEnumerable<string> Values(IEnumerable<string> path)
    {
        foreach (var schema in At(path))
        {
            if (schema.TryGetProperty("enum", out var values))
            {
                foreach (var value in values.EnumerateArray())
                    yield return value.ToString();
            }
            else if (schema.TryGetProperty("type", out var type) && Names(type).Contains("boolean"))
            {
                yield return "true";
                yield return "false";
            }
        }
    }

    /// <summary>What the place is, as Markdown; null when the schema does not know it.</summary>
    public string? About(IEnumerable<string> path) => Text([.. At(path)]);

    public string? About(JsonElement schema) => Text([.. Alternatives(schema, 0)]);

    private static string? Text(IReadOnlyList<JsonElement> schemas)
    {
        var text = new StringBuilder();
        if (schemas.Select(s => Member(s, "description")).FirstOrDefault(d => d is not null) is { } description)
            text.Append(description);
        if (schemas.Select(s => s.TryGetProperty("default", out var value) ? value.GetRawText() : null).FirstOrDefault(d => d is not null) is { } standard)
            text.Append($"\n\nDefault: `{standard}`");
        var values = schemas.Where(s => s.TryGetProperty("enum", out _)).SelectMany(s => s.GetProperty("enum").EnumerateArray()).Select(v => $"`{v}`").Distinct().ToList();
        if (values.Count > 0)
            text.Append($"\n\nOne of {string.Join(", ", values)}");
        if (schemas.Where(s => s.TryGetProperty("examples", out var e) && e.GetArrayLength() > 0).Select(s => s.GetProperty("examples")[0].GetRawText()).FirstOrDefault() is { } example)
            text.Append($"\n\nExample: `{example}`");
        return text.Length == 0 ? null : text.ToString();
    }

    private IEnumerable<JsonElement> At(IEnumerable<string> path)
    {
        IEnumerable<JsonElement> found = Alternatives(_root, 0);
        foreach (var segment in path)
            found = [.. found.SelectMany(s => Below(s, segment)).SelectMany(s => Alternatives(s, 0))];
        return found;
    }

    private static IEnumerable<JsonElement> Below(JsonElement schema, string segment)
    {
        if (segment == Item)
        {
            if (schema.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object)
                yield return items;
        }
        else if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(segment, out var property))
        {
            yield return property;
        }
        else if (schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.Object)
        {
            yield return more;
        }
    }

    private IEnumerable<JsonElement> Alternatives(JsonElement schema, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth)
            yield break;
        yield return schema;
        if (schema.TryGetProperty("$ref", out var reference) && reference.GetString() is { } name && name.StartsWith("#/definitions/", StringComparison.Ordinal)
            && _root.GetProperty("definitions").TryGetProperty(name["#/definitions/".Length..], out var target))
        {
            foreach (var found in Alternatives(target, depth + 1))
                yield return found;
        }

        foreach (var word in (string[])["anyOf", "oneOf", "allOf"])
        {
            if (!schema.TryGetProperty(word, out var list))
                continue;
            foreach (var found in list.EnumerateArray().SelectMany(s => Alternatives(s, depth + 1)))
                yield return found;
        }
    }

    private static IEnumerable<string?> Names(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()) : [type.GetString()];

    private static string? Member(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) ? value.GetString() : null;
}
