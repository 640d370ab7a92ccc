using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scriban.Runtime;

namespace RunbookEngine.Language.Expressions;

/// <summary>JSON in and out. Objects are read member by member when asked, so a large document costs only what is used.</summary>
internal static class JsonValues
{
    public static object? From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => Number(element.GetRawText()),
        JsonValueKind.Array => new ScriptArray(element.EnumerateArray().Select(item => From(item))),
        JsonValueKind.Object => new ElementObject(element),
        _ => null,
    };

    public static object? From(JsonNode? node) => node switch
    {
        null => null,
        JsonArray array => new ScriptArray(array.Select(From)),
        JsonObject obj => new NodeObject(obj),
        _ => Scalar(node),
    };

    public static JsonNode? To(object? raw) => raw switch
    {
        null or EmptyScriptObject or IScriptCustomFunction => null,
        bool b => JsonValue.Create(b),
        string s => JsonValue.Create(s),
        int i => JsonValue.Create(i),
        long l => JsonValue.Create(l),
        double d when double.IsFinite(d) => JsonValue.Create(d),
        float f when float.IsFinite(f) => JsonValue.Create(f),
        decimal m => JsonValue.Create(m),
        BigInteger b => JsonNode.Parse(b.ToString(CultureInfo.InvariantCulture)),
        DateTimeOffset date => JsonValue.Create(date.ToString("O", CultureInfo.InvariantCulture)),
        _ when RawValues.List(raw) is { } list => new JsonArray([.. list.Cast<object?>().Select(To)]),
        _ when RawValues.Object(raw) is { } obj => new JsonObject(obj.GetMembers().Select(key => KeyValuePair.Create(key, To(RawValues.Member(obj, key))))),
        _ => JsonValue.Create(ValueText.Of(raw)),
    };

    private static object? Scalar(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        // A node may hold a date or a Guid that is a string only once written.
        JsonValueKind.String => node.AsValue().TryGetValue<string>(out var text) ? text : JsonSerializer.Deserialize<string>(node.ToJsonString()) ?? "",
        JsonValueKind.Number => Number(node.ToJsonString()),
        _ => null,
    };

    private static object? Number(string text) => text.AsSpan().IndexOfAny(".eE") < 0 && text.Length <= 1_000
        ? Value.Of(BigInteger.Parse(text, CultureInfo.InvariantCulture)).Raw
        : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private sealed class ElementObject(JsonElement element) : ValueObject
    {
        public override IEnumerable<string> Keys => element.EnumerateObject().Select(member => member.Name).Distinct();

        public override int Count => element.GetPropertyCount();

        public override bool TryGet(string key, out Value value)
        {
            var found = element.TryGetProperty(key, out var member);
            value = found ? Value.Of(member) : Value.Null;
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
            value = found ? Value.Of(member) : Value.Null;
            return found;
        }
    }
}
