using System.Text.Json;
using RunbookEngine.Documents;

namespace RunbookEngine.Server.Records;

/// <summary>Keeps the record as documents whose ids sort by time.</summary>
public sealed class ServerRecord(IDocumentStore documents, TimeProvider clock) : IServerRecord
{
    /// <summary>How long an entry is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1100);

    private const string Kind = "record";

    /// <summary>Characters of one field; the rest is cut.</summary>
    private const int MaxField = 2000;

    public async Task WriteAsync(string actor, string what, string subject, string? detail, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var entry = new RecordEntry(Guid.CreateVersion7(now).ToString(), now, Cut(actor), what, Cut(subject), detail is null ? null : Cut(detail));
        await documents.PutAsync(Kind, entry.Id, JsonSerializer.Serialize(entry, JsonSerializerOptions.Web), 0, now + Kept, cancellationToken);
    }

    /// <summary>In the order of time, behind an id.</summary>
    public async Task<IReadOnlyList<RecordEntry>> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        [.. (await documents.ListAsync(new DocumentFilter(Kind, After: after, Limit: limit), cancellationToken)).Select(d => JsonSerializer.Deserialize<RecordEntry>(d.Body, JsonSerializerOptions.Web)!)];

    private static string Cut(string text) => (text.Length <= MaxField ? text : text[..MaxField]).Replace('\0', ' ');
}

/// <summary>Something that was done to the server.</summary>
public sealed record RecordEntry(string Id, DateTimeOffset At, string Actor, string What, string Subject, string? Detail);
