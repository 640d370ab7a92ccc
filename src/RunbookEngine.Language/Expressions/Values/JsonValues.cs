using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookEngine.Language.Expressions;

/// <summary>JSON in and out. Objects are read member by member when asked, so a large document costs only what is used.</summary>
internal static class JsonValues
{
    public static Value From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => Value.True,
        JsonValueKind.False => Value.False,
        JsonValueKind.String => Value.Of(element.GetString()),
        JsonValueKind.Number => Number(element.GetRawText()),
        JsonValueKind.Array => Value.Of(new ValueList([.. element.EnumerateArray().Select(From)])),
        JsonValueKind.Object => Value.Of(new ElementObject(element)),
        _ => Value.Null,
    };

    public static Value From(JsonNode? node) => node switch
    {
        null => Value.Null,
        JsonArray array => Value.Of(new ValueList([.. array.Select(From)])),
        JsonObject obj => Value.Of(new NodeObject(obj)),
        _ => Scalar(node),
    };

    public static JsonNode? To(Value value) => value.Raw switch
    {
        null or Value.EmptyWord or FunctionSpec => null,
        bool b => JsonValue.Create(b),
        string s => JsonValue.Create(s),
        int i => JsonValue.Create(i),
        long l => JsonValue.Create(l),
        double d when double.IsFinite(d) => JsonValue.Create(d),
        float f when float.IsFinite(f) => JsonValue.Create(f),
        decimal m => JsonValue.Create(m),
        BigInteger b => JsonNode.Parse(b.ToString(CultureInfo.InvariantCulture)),
        DateTimeOffset date => JsonValue.Create(date.ToString("O", CultureInfo.InvariantCulture)),
        ValueList list => new JsonArray([.. list.Select(To)]),
        ValueObject obj => new JsonObject(obj.Keys.Select(key =>
            KeyValuePair.Create(key, obj.TryGet(key, out var member) ? To(member) : null))),
        _ => JsonValue.Create(value.ToText()),
    };

    private static Value Scalar(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.True => Value.True,
        JsonValueKind.False => Value.False,
        JsonValueKind.String => Value.Of(Text(node)),
        JsonValueKind.Number => Number(node.ToJsonString()),
        _ => Value.Null,
    };

    // A node may hold a date or a Guid that is a string only once written.
    private static string Text(JsonNode node) =>
        node.AsValue().TryGetValue<string>(out var text) ? text : JsonSerializer.Deserialize<string>(node.ToJsonString()) ?? "";

    private static Value Number(string text)
    {
        if (text.AsSpan().IndexOfAny(".eE") < 0 && text.Length <= 1_000)
        {
            return Value.Of(BigInteger.Parse(text, CultureInfo.InvariantCulture));
        }

        return Value.Of(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    private sealed class ElementObject(JsonElement element) : ValueObject
    {
        public override IEnumerable<string> Keys => element.EnumerateObject().Select(member => member.Name).Distinct();

        public override int Count => element.GetPropertyCount();

        public override bool TryGet(string key, out Value value)
        {
            var found = element.TryGetProperty(key, out var member);
            value = found ? From(member) : Value.Null;
            return found;
        }
    }

    private sealed class NodeObject(JsonObject node) : ValueObject
    {
        public override IEnumerable<string> Keys => node.Select(member => member.Key);

        public override int Count => node.Count;

        public override bool TryGet(string key, out Value value)
        {
            var found = node.TryGetPropertyValue(key, out var member);
            value = found ? From(member) : Value.Null;
            return found;
        }
    }
}
