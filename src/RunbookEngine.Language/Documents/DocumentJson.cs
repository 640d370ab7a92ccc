using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookEngine.Language.Documents;

/// <summary>A document as JSON, for the plan.</summary>
internal static class DocumentJson
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 2 * DocumentLimits.Depth };

    public static JsonNode? ToNode(DocumentNode? node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key.Raw, ToNode(e.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(ToNode)]),
        ScalarNode scalar => Scalar(scalar),
        _ => null,
    };

    public static JsonNode? ToNode(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(element),
        JsonValueKind.Array => JsonArray.Create(element),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonValue.Create(element),
    };

    public static JsonElement ToElement(DocumentNode? node) => ToElement(ToNode(node));

    public static JsonElement ToElement(JsonNode? node) => JsonSerializer.SerializeToElement(node, Deep);

    private static JsonNode? Scalar(ScalarNode scalar) => scalar.Value switch
    {
        ScalarValue.Null => null,
        ScalarValue.Boolean b => JsonValue.Create(b.Value),
        ScalarValue.Integer i when i.Value >= long.MinValue && i.Value <= long.MaxValue => JsonValue.Create((long)i.Value),
        ScalarValue.Integer i => JsonValue.Create((double)i.Value),
        ScalarValue.Number n => JsonValue.Create(n.Value),
        _ => JsonValue.Create(scalar.Raw),
    };
}
