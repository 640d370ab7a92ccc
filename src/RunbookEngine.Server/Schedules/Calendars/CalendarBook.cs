using System.Collections.Concurrent;
using RunbookEngine.Documents;
using RunbookEngine.Language.Documents;
using RunbookEngine.Server.Records;

namespace RunbookEngine.Server.Schedules.Calendars;

/// <summary>The calendars of the server, by name.</summary>
public sealed class CalendarBook(IDocumentStore documents, TimeProvider clock)
{
    public const string Kind = "calendar";

    /// <summary>By name, with the text itself: no two texts are taken for one another.</summary>
    private readonly ConcurrentDictionary<string, (string Body, Calendar? Calendar)> _read = new(StringComparer.Ordinal);

    /// <param name="after">Only names behind this one; null: from the first.</param>
    public async Task<IReadOnlyList<StoredText>> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        [.. (await documents.ListNamedAsync(new DocumentFilter(Kind, After: after, Limit: limit), cancellationToken)).Select(StoredText.Of)];

    public async Task<StoredText?> FindAsync(string name, CancellationToken cancellationToken) =>
        await documents.FindNamedAsync(Kind, name, cancellationToken) is { } found ? StoredText.Of(found) : null;

    /// <param name="text">Checked with <see cref="CalendarReader"/>.</param>
    /// <returns>Null when another version than the expected one is there.</returns>
    public Task<StoredText?> PutAsync(string name, string text, int? expected, string author, CancellationToken cancellationToken, string? identity = null) =>
        StoredText.PutAsync(documents, Kind, name, text, expected, new(author, identity), clock.GetUtcNow(), cancellationToken);

    public Task<bool> DeleteAsync(string name, int? expected, CancellationToken cancellationToken) => documents.DeleteNamedAsync(Kind, name, expected, cancellationToken);

    /// <summary>All that can be read, by name.</summary>
    public async Task<IReadOnlyDictionary<string, Calendar>> AllAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Calendar>(StringComparer.Ordinal);
        for (string? after = null; await documents.ListNamedAsync(new DocumentFilter(Kind, After: after, Limit: 1000), cancellationToken) is { Count: > 0 } page; after = page[^1].Id)
        {
            foreach (var calendar in page.Select(Read).OfType<Calendar>())
                found[calendar.Name] = calendar;
        }

        return found;
    }

    private Calendar? Read(Document document)
    {
        if (_read.TryGetValue(document.Id, out var known) && known.Body == document.Body)
            return known.Calendar;
        var calendar = CalendarReader.Read(new SourceFile(document.Id, StoredText.Of(document).Text), document.Id).Calendar;
        _read[document.Id] = (document.Body, calendar);
        return calendar;
    }
}
