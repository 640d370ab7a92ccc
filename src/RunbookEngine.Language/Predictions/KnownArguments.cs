using System.Globalization;
using System.Text.Json;

namespace RunbookEngine.Language.Predictions;

/// <summary>The arguments of a step before the run.</summary>
/// <param name="Unknown">Names of those that only the run will know.</param>
internal sealed record KnownArguments(IReadOnlyDictionary<string, JsonElement> Values, IReadOnlyList<string> Unknown)
{
    public bool Knows(string name) => !Unknown.Contains(name);

    public JsonElement? Find(string name) => Values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string? Text(string name) => Find(name) is { } value ? TextOf(value) : null;

    public bool Flag(string name) => Text(name) == "true";

    /// <summary>False only when it is written so: for options that are on by themselves.</summary>
    public bool FlagUnlessOff(string name) => Text(name) != "false";

    public int? Number(string name) => int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    public IReadOnlyList<string> Texts(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(TextOf)],
        { } one => [TextOf(one)],
    };

    /// <summary>As one JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(Values);

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };
}
