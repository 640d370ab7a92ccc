using System.Text.Json;

namespace RunbookEngine.Server.Api;

/// <summary>Input values as they arrive in JSON.</summary>
internal static class Values
{
    /// <returns>As texts; null when one is a list, a map or nothing.</returns>
    public static IReadOnlyDictionary<string, string>? Texts(IReadOnlyDictionary<string, JsonElement>? values)
    {
        var texts = new Dictionary<string, string>();
        foreach (var (name, value) in values ?? new Dictionary<string, JsonElement>())
        {
            if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False))
                return null;
            texts[name] = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        }

        return texts;
    }
}
