using System.Globalization;
using System.Text.Json;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Steps;

/// <summary>Reads a verb's evaluated arguments. Shape was checked at validation; values that came out of expressions are checked here.</summary>
internal sealed class StepArguments(string verb, JsonElement value, IReadOnlyList<string> secrets)
{
    public string Verb { get; } = verb;

    public JsonElement Value { get; } = value;

    public IReadOnlyList<string> Secrets { get; } = secrets;

    public static StepArguments Of(StepContext step)
    {
        var resolved = step.Arguments;
        return new StepArguments(step.Step.Verb, resolved.Value, resolved.Secrets);
    }

    /// <summary>The property, or null when it is absent or null.</summary>
    public JsonElement? Find(string name) =>
        Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null
            ? found : null;

    public string Text(string name) => OptionalText(name) ?? throw Wrong(name, "is missing", "a text");

    public string? OptionalText(string name) => Find(name) is not { } found ? null : AsText(found)
        ?? throw Wrong(name, Found(found), "a text");

    public bool Flag(string name, bool otherwise) => OptionalFlag(name) ?? otherwise;

    public bool? OptionalFlag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } found => throw Wrong(name, Found(found), "true or false"),
    };

    public int Number(string name, int least, int most) => OptionalNumber(name, least, most)
        ?? throw Wrong(name, "is missing", $"{least} to {most}");

    public int? OptionalNumber(string name, int least, int most)
    {
        if (Find(name) is not { } found)
        {
            return null;
        }
        var read = found.ValueKind == JsonValueKind.Number && found.TryGetInt32(out var number) ? number
            : int.TryParse(AsText(found), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : (int?)null;
        return read is { } value && value >= least && value <= most ? value
            : throw Wrong(name, Found(found), $"a whole number from {least} to {most}");
    }

    /// <summary>One text or a list of texts; empty when absent.</summary>
    public IReadOnlyList<string> Texts(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list =>
            [.. list.EnumerateArray().Select(e => AsText(e) ?? throw Wrong(name, Found(e), "a list of texts"))],
        { } one => [AsText(one) ?? throw Wrong(name, Found(one), "a text or a list of texts")],
    };

    /// <summary>An object of texts; empty when absent.</summary>
    public IReadOnlyDictionary<string, string> Map(string name) => Find(name) switch
    {
        null => new Dictionary<string, string>(),
        { ValueKind: JsonValueKind.Object } found =>
            found.EnumerateObject()
                .ToDictionary(p => p.Name, p => AsText(p.Value) ?? throw Wrong($"{name}.{p.Name}", Found(p.Value), "a text")),
        { } found => throw Wrong(name, Found(found), "names with texts"),
    };

    /// <summary>A nested object; null when absent.</summary>
    public StepArguments? Section(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } found => new StepArguments($"{Verb}.{name}", found, Secrets),
        { } found => throw Wrong(name, Found(found), "names with values"),
    };

    /// <summary>Like <c>30s</c>, <c>20m</c>, <c>1h30m</c>; null when absent.</summary>
    public TimeSpan? Duration(string name) =>
        OptionalText(name) is not { } text ? null : DurationText.TryParse(text)
            ?? throw Wrong(name, $"is '{text}'", "a duration such as 30s, 20m or 1h30m");

    /// <summary>One word of a closed set.</summary>
    public string Choice(string name, string otherwise, params string[] words)
    {
        var text = OptionalText(name) ?? otherwise;
        return words.Contains(text) ? text : throw Wrong(name, $"is '{text}'", string.Join(", ", words));
    }

    public InvalidArgumentsException Wrong(string name, string found, string right) => new($"{Verb}: '{name}' {found}; it must be {right}");

    private static string? AsText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static string Found(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "holds names with values",
        JsonValueKind.Array => "is a list",
        JsonValueKind.Null or JsonValueKind.Undefined => "has no value",
        _ => $"is {value.GetRawText()}",
    };
}
