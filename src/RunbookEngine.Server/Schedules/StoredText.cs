using System.Text.Json;
using System.Text.Json.Serialization;
using RunbookEngine.Documents;
using RunbookEngine.Server.Access;
using RunbookEngine.Server.Records;

namespace RunbookEngine.Server.Schedules;

/// <summary>A text that somebody put into the store.</summary>
/// <param name="Version">Of the document: its ETag. Goes on counting when a text is deleted and another one of its name is put.</param>
/// <param name="At">When it was put there.</param>
public sealed record StoredText(string Name, int Version, string Text, string Author, DateTimeOffset At)
{
    /// <summary>Who put it, with what is needed to judge what they may do now.</summary>
    [JsonIgnore]
    public TriggerAuthor By { get; init; } = new(Author, null);

    /// <summary>The version with which this text began after one of its name was deleted, or 1: what runs and fires it has had belong to.</summary>
    [JsonIgnore]
    public int Born { get; init; } = 1;

    /// <summary>There was none of its name before; only where it was just put.</summary>
    [JsonIgnore]
    public bool IsNew { get; init; }

    internal static StoredText Of(Document document)
    {
        var content = JsonSerializer.Deserialize<Content>(document.Body, JsonSerializerOptions.Web)!;
        return new StoredText(document.Id, document.Version, content.Text, content.Author, content.At) { By = new(content.Author, content.Identity), Born = content.Born ?? 1 };
    }

    /// <returns>Null when another version than the expected one is there.</returns>
    internal static async Task<StoredText?> PutAsync(
        IDocumentStore documents, string kind, string name, string text, int? expected, TriggerAuthor by, DateTimeOffset at, CancellationToken cancellationToken) =>
        await documents.PutNamedAsync(kind, name, (before, version) => JsonSerializer.Serialize(
            new Content(text, by.Name, at, by.Identity, before is null ? version : Of(before).Born), JsonSerializerOptions.Web), expected, cancellationToken) is var (stored, isNew)
            ? Of(stored) with { IsNew = isNew }
            : null;

    private sealed record Content(string Text, string Author, DateTimeOffset At, string? Identity = null, int? Born = null);
}
