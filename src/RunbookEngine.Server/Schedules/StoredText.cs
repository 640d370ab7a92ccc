using System.Text.Json;
using RunbookEngine.Documents;

namespace RunbookEngine.Server.Schedules;

/// <summary>A text that somebody put into the store.</summary>
/// <param name="Version">Of the document: its ETag.</param>
/// <param name="At">When it was put there.</param>
public sealed record StoredText(string Name, int Version, string Text, string Author, DateTimeOffset At)
{
    internal static StoredText Of(Document document)
    {
        var content = JsonSerializer.Deserialize<Content>(document.Body, JsonSerializerOptions.Web)!;
        return new StoredText(document.Id, document.Version, content.Text, content.Author, content.At);
    }

    internal static string Body(string text, string author, DateTimeOffset at) => JsonSerializer.Serialize(new Content(text, author, at), JsonSerializerOptions.Web);

    private sealed record Content(string Text, string Author, DateTimeOffset At);
}
