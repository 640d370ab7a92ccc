using RunbookEngine.Documents;

namespace RunbookEngine.Persistence.Entries;

/// <summary>What every store asks of a document before it touches the disk.</summary>
internal static class DocumentRules
{
    public const int MaxLimit = 1000;

    public static void Check(string kind, string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kind.Length, 40, nameof(kind));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id.Length, Document.MaxId, nameof(id));
        // PostgreSQL stores no such character; SQLite must not be more liberal.
        if (id.Contains('\0'))
            throw new ArgumentException("An id holds no zero character.", nameof(id));
    }

    public static void CheckBody(string body) => ArgumentOutOfRangeException.ThrowIfGreaterThan(body.Length, Document.MaxBody, nameof(body));

    public static void Check(DocumentFilter filter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(filter.Kind);
        ArgumentOutOfRangeException.ThrowIfLessThan(filter.Limit, 1, nameof(filter));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(filter.Limit, MaxLimit, nameof(filter));
    }
}
