using RunbookEngine.Journal;

namespace RunbookEngine.Documents;

/// <summary>Documents by kind and id. Durable when a write returns; a write names the version it was made from.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the store cannot be used.</remarks>
public interface IDocumentStore
{
    /// <returns>Null when there is none, or when it has expired.</returns>
    Task<Document?> GetAsync(string kind, string id, CancellationToken cancellationToken);

    /// <summary>Writes a document.</summary>
    /// <param name="expected">The version it replaces; 0: there must be none; null: whatever is there.</param>
    /// <returns>The document as stored, or null when another version is there: nothing was stored.</returns>
    Task<Document?> PutAsync(string kind, string id, string body, int? expected, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    /// <param name="expected">The version to delete; null: whatever is there.</param>
    /// <returns>False when there is none, or another version.</returns>
    Task<bool> DeleteAsync(string kind, string id, int? expected, CancellationToken cancellationToken);

    Task<IReadOnlyList<Document>> ListAsync(DocumentFilter filter, CancellationToken cancellationToken);

    /// <summary>Removes what has expired.</summary>
    /// <returns>How many there were.</returns>
    Task<int> DropExpiredAsync(CancellationToken cancellationToken);
}
