using RunbookEngine.Documents;

namespace RunbookEngine.Server.Records;

/// <summary>Documents that people put, change and delete under a name. A deleted one leaves its number behind and the next one of that name goes on counting, so that
/// a version (and an ETag) means one text for ever.</summary>
internal static class NamedDocuments
{
    /// <summary>What stands where a deleted one was.</summary>
    private const string Gone = """{"deleted":true}""";

    public static async Task<Document?> FindNamedAsync(this IDocumentStore store, string kind, string id, CancellationToken cancellationToken) =>
        await store.GetAsync(kind, id, cancellationToken) is { } found && found.Body != Gone ? found : null;

    /// <param name="body">Of the one that is replaced, null for none, and the version that the new one gets.</param>
    /// <param name="expected">The version it replaces; 0: there must be none; null: whatever is there.</param>
    /// <returns>Null when another version is there. New: there was none before.</returns>
    public static async Task<(Document Stored, bool New)?> PutNamedAsync(
        this IDocumentStore store, string kind, string id, Func<Document?, int, string> body, int? expected, CancellationToken cancellationToken)
    {
        while (true)
        {
            var there = await store.GetAsync(kind, id, cancellationToken);
            var living = there is null || there.Body == Gone ? null : there;
            if (expected is { } version && version != (living?.Version ?? 0))
                return null;
            var before = there?.Version ?? 0;
            if (await store.PutAsync(kind, id, body(living, before + 1), before, null, cancellationToken) is { } stored)
                return (stored, living is null);
        }
    }

    /// <returns>False when there is none, or another version.</returns>
    public static async Task<bool> DeleteNamedAsync(this IDocumentStore store, string kind, string id, int? expected, CancellationToken cancellationToken)
    {
        while (await store.FindNamedAsync(kind, id, cancellationToken) is { } there && (expected is null || expected == there.Version))
        {
            if (await store.PutAsync(kind, id, Gone, there.Version, null, cancellationToken) is not null)
                return true;
        }

        return false;
    }

    /// <summary>As many as are asked for, when there are; deleted ones do not count.</summary>
    public static async Task<IReadOnlyList<Document>> ListNamedAsync(this IDocumentStore store, DocumentFilter filter, CancellationToken cancellationToken)
    {
        var found = new List<Document>();
        while (found.Count < filter.Limit)
        {
            var page = await store.ListAsync(filter, cancellationToken);
            found.AddRange(page.Where(d => d.Body != Gone).Take(filter.Limit - found.Count));
            if (page.Count < filter.Limit)
                break;
            filter = filter with { After = page[^1].Id };
        }

        return found;
    }
}
