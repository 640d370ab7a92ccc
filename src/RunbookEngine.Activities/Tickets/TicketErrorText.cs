using System.Text.Json;

namespace RunbookEngine.Activities.Tickets;

/// <summary>What a ticket system says is wrong, in one line: ServiceNow's <c>error.message</c> and <c>error.detail</c>, Jira's
/// <c>errorMessages</c> and <c>errors</c>. Anything else is not repeated.</summary>
internal static class TicketErrorText
{
    private const int MaxLength = 300;

    /// <returns>Begins with a colon, or is empty.</returns>
    public static string Of(byte[] body)
    {
        try
        {
            var root = JsonElement.Parse(body);
            var parts = root.ValueKind == JsonValueKind.Object ? ServiceNow(root).Concat(Jira(root)) : [];
            var text = string.Join("; ", parts.Where(p => !string.IsNullOrWhiteSpace(p))).ReplaceLineEndings(" ");
            return text.Length == 0 ? "" : $": {(text.Length > MaxLength ? text[..MaxLength] : text)}";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static IEnumerable<string?> ServiceNow(JsonElement root)
    {
        if (root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in (string[])["message", "detail"])
            {
                if (error.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String)
                {
                    yield return text.GetString();
                }
            }
        }
    }

    private static IEnumerable<string?> Jira(JsonElement root)
    {
        if (root.TryGetProperty("errorMessages", out var messages) && messages.ValueKind == JsonValueKind.Array)
        {
            foreach (var message in messages.EnumerateArray())
            {
                yield return message.ToString();
            }
        }
        if (root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in errors.EnumerateObject())
            {
                yield return $"{field.Name}: {field.Value}";
            }
        }
    }
}
