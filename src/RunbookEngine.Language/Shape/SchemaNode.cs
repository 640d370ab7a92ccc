using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RunbookEngine.Language.Shape;

/// <summary>The types that a schema names.</summary>
[Flags]
internal enum SchemaTypes
{
    None = 0,
    Array = 1,
    Boolean = 2,
    Integer = 4,
    Null = 8,
    Number = 16,
    Object = 32,
    String = 64,
}

/// <summary>One schema of a JSON Schema document; each member is read when it is first asked for, so that a start pays only for what it visits.</summary>
/// <remarks>
/// Covers the keywords that the schemas of this language use; a test refuses any other.
/// The tests compare its answers with NJsonSchema's.
/// </remarks>
internal sealed class SchemaNode
{
    private static readonly IReadOnlyDictionary<string, SchemaNode> NoProperties = new Dictionary<string, SchemaNode>();

    private readonly JsonElement _json;
    private readonly SchemaDocument _document;

    internal SchemaNode(JsonElement json, SchemaDocument document)
    {
        (_json, _document) = (json, document);
        Types = ReadTypes();
    }

    /// <summary>The schema itself, or the one that it refers to. A schema that only describes another (<c>allOf</c> of one reference) stands for it.</summary>
    public SchemaNode Actual => Child("$ref") is { } reference ? _document.Resolve(reference.GetString()!).Actual : OnlyDescribed?.Actual ?? this;

    public SchemaTypes Types { get; }

    public string? Title => Text("title");

    public string? Description => Text("description");

    public string? Pattern => Text("pattern");

    public Regex? PatternExpression => field ??= Pattern is { } pattern ? SchemaPatterns.Of(pattern) : null;

    public decimal? Minimum => Number("minimum");

    public decimal? Maximum => Number("maximum");

    public decimal? MinLength => Number("minLength");

    public decimal? MaxLength => Number("maxLength");

    public decimal? MinItems => Number("minItems");

    public decimal? MaxItems => Number("maxItems");

    public decimal? MinProperties => Number("minProperties");

    public bool UniqueItems => Child("uniqueItems") is { ValueKind: JsonValueKind.True };

    public bool AllowsMore => Child("additionalProperties") is not { ValueKind: JsonValueKind.False };

    /// <summary>The schema of keys that <see cref="Properties"/> does not name; null when there is none.</summary>
    public SchemaNode? More => field ??= Child("additionalProperties") is { ValueKind: JsonValueKind.Object } more ? new SchemaNode(more, _document) : null;

    /// <summary>In the order of the document.</summary>
    public IReadOnlyDictionary<string, SchemaNode> Properties => field ??= Child("properties") is { } map
        ? map.EnumerateObject().ToDictionary(p => p.Name, p => new SchemaNode(p.Value, _document))
        : NoProperties;

    public IReadOnlyList<string> Required => field ??= [.. Items("required").Select(v => v.GetString()!)];

    /// <summary>The values of <c>enum</c> as texts.</summary>
    public IReadOnlyList<string> Enumeration => field ??= [.. Items("enum").Select(JsonText)];

    public SchemaNode? Item => field ??= Child("items") is { } items ? new SchemaNode(items, _document) : null;

    public IReadOnlyList<SchemaNode> AllOf => field ??= Schemas("allOf");

    public IReadOnlyList<SchemaNode> AnyOf => field ??= Schemas("anyOf");

    /// <summary>A scalar as <c>enum</c> and <c>uniqueItems</c> compare it.</summary>
    internal static string JsonText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "null",
        _ => value.GetRawText(),
    };

    private SchemaNode? OnlyDescribed =>
        Types == SchemaTypes.None && AllOf is [var only] && only.Child("$ref") is not null && AnyOf.Count == 0 && Properties.Count == 0 ? only : null;

    private SchemaTypes ReadTypes() => Child("type") switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Aggregate(SchemaTypes.None, (all, one) => all | TypeOf(one.GetString())),
        { } one => TypeOf(one.GetString()),
        null => SchemaTypes.None,
    };

    private static SchemaTypes TypeOf(string? name) => name switch
    {
        "array" => SchemaTypes.Array,
        "boolean" => SchemaTypes.Boolean,
        "integer" => SchemaTypes.Integer,
        "null" => SchemaTypes.Null,
        "number" => SchemaTypes.Number,
        "object" => SchemaTypes.Object,
        "string" => SchemaTypes.String,
        _ => throw new InvalidOperationException($"The schema names a type that JSON does not have: {name}."),
    };

    private IReadOnlyList<SchemaNode> Schemas(string keyword) => [.. Items(keyword).Select(s => new SchemaNode(s, _document))];

    private IEnumerable<JsonElement> Items(string keyword) => Child(keyword) is { } list ? list.EnumerateArray() : [];

    private JsonElement? Child(string keyword) => _json.ValueKind == JsonValueKind.Object && _json.TryGetProperty(keyword, out var value) ? value : null;

    private string? Text(string keyword) => Child(keyword)?.GetString();

    private decimal? Number(string keyword) => Child(keyword)?.GetDecimal();
}

/// <summary>Compiled once for all schemas that share a pattern.</summary>
internal static class SchemaPatterns
{
    /// <summary>The longest that a pattern may look at a text: the texts come from files of people.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    private static readonly ConcurrentDictionary<string, Regex> Known = new();

    public static Regex Of(string pattern) => Known.GetOrAdd(pattern, p => new Regex(p, RegexOptions.None, Limit));
}
