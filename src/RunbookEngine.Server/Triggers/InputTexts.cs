using System.Text.Json;

namespace RunbookEngine.Server.Triggers;

/// <summary>Input values as orders carry them.</summary>
internal static class InputTexts
{
    /// <summary>Lists become their items between commas, which is how an input of type list is written as text; null leaves the input to its default.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, JsonElement> values) =>
        values.Where(v => v.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)).ToDictionary(v => v.Key, v => Text(v.Value), StringComparer.Ordinal);

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };
}
