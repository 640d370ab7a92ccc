using System.Globalization;
using System.Text.Json;

namespace RunbookEngine.Simulator.Rest;

/// <summary>Reads the attributes of a JSON object; what is missing or wrong is refused with the arrays' message ids.</summary>
internal sealed class BodyFields
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = [];

    public BodyFields(JsonElement? body)
    {
        if (body is not { ValueKind: JsonValueKind.Object } json)
            return;
        try
        {
            foreach (var property in json.EnumerateObject())
                _values[property.Name] = property.Value;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in a name.
            throw Refusal.BadRequest("An attribute name is not valid text.");
        }
    }

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Text; an empty one counts as absent.</summary>
    public string? Text(string name, int maxLength = 256)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            throw Invalid(name);
        var text = TextOf(value, name);
        if (text.Length > maxLength)
            throw Invalid(name);
        return text.Length == 0 ? null : text;
    }

    public string RequiredText(string name, int maxLength = 256) => Text(name, maxLength) ?? throw Missing(name);

    public string? Choice(string name, params string[] allowed)
    {
        var text = Text(name);
        return text is null || allowed.Contains(text) ? text : throw Invalid(name);
    }

    /// <summary>A number, also when it is sent as text.</summary>
    public long? Number(string name, long min, long max)
    {
        if (Find(name) is not { } value)
            return null;
        var good = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out _),
            JsonValueKind.String => true,
            _ => false,
        };
        if (!good)
            throw Invalid(name);
        long number;
        if (value.ValueKind == JsonValueKind.String)
        {
            var text = TextOf(value, name);
            if (text.Length == 0)
                return null;
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
                throw Invalid(name);
        }
        else
        {
            number = value.GetInt64();
        }
        return number >= min && number <= max ? number : throw Invalid(name);
    }

    public int? Int(string name, int min, int max) => (int?)Number(name, min, max);

    public int RequiredInt(string name, int min, int max) => Int(name, min, max) ?? throw Missing(name);

    public bool? Flag(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text => TextOf(text, name).ToLowerInvariant() switch
        {
            "" => null,
            "true" => true,
            "false" => false,
            _ => throw Invalid(name),
        },
        _ => throw Invalid(name),
    };

    public bool RequiredFlag(string name) => Flag(name) ?? throw Missing(name);

    public IReadOnlyList<int>? Ints(string name, int min, int max, int maxCount)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > maxCount)
            throw Invalid(name);
        return [.. value.EnumerateArray().Select(e =>
            e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out var n) && n >= min && n <= max ? n
            : e.ValueKind == JsonValueKind.String && int.TryParse(TextOf(e, name), NumberStyles.None, CultureInfo.InvariantCulture, out var t) && t >= min && t <= max ? t
            : throw Invalid(name))];
    }

    public IReadOnlyList<string>? Texts(string name, int maxCount, int maxLength)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is 0 || value.GetArrayLength() > maxCount)
            throw Invalid(name);
        return [.. value.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String && TextOf(e, name) is { Length: > 0 } t && t.Length <= maxLength ? t : throw Invalid(name))];
    }

    public BodyFields? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new(value),
        _ => throw Invalid(name),
    };

    /// <summary>Refuses the first attribute nobody asked for. Call it when all attributes have been read.</summary>
    public void Done()
    {
        foreach (var name in _values.Keys.Where(name => !_known.Contains(name)))
            throw Refusal.UnknownAttribute(name);
    }

    public static Refusal Missing(string name) => Refusal.BadRequest($"A required parameter is not specified. ({name})");

    public static Refusal Invalid(string name) => Refusal.BadRequest($"The value of a parameter is not valid. ({name})");

    /// <summary>Half a surrogate pair is valid JSON and no text.</summary>
    private static string TextOf(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Invalid(name);
        }
    }

    private JsonElement? Find(string name)
    {
        _known.Add(name);
        return _values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
