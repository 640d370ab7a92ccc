using System.Text.Json;
using RunbookEngine.Documents;

namespace RunbookEngine.Server.Cluster;

/// <summary>The nodes as they tell of themselves, in documents.</summary>
internal sealed class NodeRegistry(IDocumentStore documents, TimeProvider clock)
{
    private const string Kind = "node";

    /// <summary>How long people can still see a node that fell silent.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public Task WriteAsync(NodeReport report, CancellationToken cancellationToken) =>
        documents.PutAsync(Kind, report.Id, JsonSerializer.Serialize(report, Json), null, clock.GetUtcNow() + Remembered, cancellationToken);

    public Task RemoveAsync(string id, CancellationToken cancellationToken) => documents.DeleteAsync(Kind, id, null, cancellationToken);

    public async Task<IReadOnlyList<NodeReport>> ListAsync(CancellationToken cancellationToken) =>
    [
        .. (await documents.ListAsync(new DocumentFilter(Kind, Limit: 1000), cancellationToken))
            .Select(d => JsonSerializer.Deserialize<NodeReport>(d.Body, Json)! with { WrittenAt = d.ChangedAt }),
    ];
}
