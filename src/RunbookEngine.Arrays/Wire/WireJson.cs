using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RunbookEngine.Arrays.Wire;

/// <summary>JSON as the arrays write it: unknown attributes are passed over, numbers may come as text, absent means null.</summary>
internal static class WireJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 32,
        Converters = { new TextOrNumber() },
    };

    public static string Write(object body) => JsonSerializer.Serialize(body, body.GetType(), Options);

    /// <summary>Null when the text is no JSON of that shape.</summary>
    public static T? TryRead<T>(string text)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Serial numbers come as text from some objects and as numbers from others.</summary>
    private sealed class TextOrNumber : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => JsonElement.ParseValue(ref reader).GetRawText(),
            JsonTokenType.Null => null,
            _ => throw new JsonException("expected text or a number"),
        };

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}

/// <summary>A list as every collection answers: <c>{"data":[…]}</c>, empty when nothing matches.</summary>
internal sealed record DataResponse<T>(IReadOnlyList<T>? Data);
