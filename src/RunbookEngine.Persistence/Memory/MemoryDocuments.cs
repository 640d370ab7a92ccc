using RunbookEngine.Documents;

namespace RunbookEngine.Persistence.Memory;

/// <summary>Documents that last as long as the object. One thread at a time.</summary>
internal sealed class MemoryDocuments(TimeProvider clock)
{
    private readonly SortedDictionary<(string Kind, string Id), Document> _all = new(Comparer<(string Kind, string Id)>.Create(
        (a, b) => string.CompareOrdinal(a.Kind, b.Kind) is var kind and not 0 ? kind : string.CompareOrdinal(a.Id, b.Id)));

    public Document? Get(string kind, string id) => _all.GetValueOrDefault((kind, id)) is { } found && Alive(found) ? found : null;

    public Document? Put(string kind, string id, string body, int? expected, DateTimeOffset? expiresAt)
    {
        var there = Get(kind, id)?.Version ?? 0;
        if (expected is { } version && version != there)
            return null;
        return _all[(kind, id)] = new Document(kind, id, there + 1, body, clock.GetUtcNow(), expiresAt?.ToUniversalTime());
    }

    public bool Delete(string kind, string id, int? expected) =>
        Get(kind, id) is { } there && (expected is null || expected == there.Version) && _all.Remove((kind, id));

    public IReadOnlyList<Document> List(DocumentFilter filter) =>
    [
        .. _all.Values.Where(d => d.Kind == filter.Kind && d.Id.StartsWith(filter.Prefix, StringComparison.Ordinal)
            && string.CompareOrdinal(d.Id, filter.After ?? "") > 0 && Alive(d)).Take(filter.Limit),
    ];

    public int DropExpired()
    {
        var expired = _all.Where(d => !Alive(d.Value)).Select(d => d.Key).ToList();
        expired.ForEach(key => _all.Remove(key));
        return expired.Count;
    }

    private bool Alive(Document document) => document.ExpiresAt is not { } until || until > clock.GetUtcNow();
}
