using System.Text.Json.Nodes;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Operations.Reports;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Retention;

/// <summary>What is left of runs whose journals are gone: the report as JSON, with the number of events and the last hash.</summary>
public sealed class EvidenceArchive(IEngineStore store, TimeProvider clock)
{
    private const string Kind = "evidence";

    public async Task<JsonNode?> FindAsync(RunId run, CancellationToken cancellationToken) =>
        await store.GetAsync(Kind, run.ToString(), cancellationToken) is { } found ? JsonNode.Parse(found.Body) : null;

    /// <summary>The oldest first: ids begin with the time.</summary>
    public async Task<IReadOnlyList<JsonNode>> ListAsync(string? after, int limit, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(new DocumentFilter(Kind, After: after, Limit: limit), cancellationToken)).Select(d => JsonNode.Parse(d.Body)!)];

    /// <summary>Keeps a run's evidence and removes its journal.</summary>
    /// <param name="life">How long the evidence is kept; null: for ever.</param>
    /// <returns>Null, or why the run stays as it is.</returns>
    public async Task<string?> MoveAsync(RunId run, TimeSpan? life, CancellationToken cancellationToken)
    {
        var entries = await store.ReadAsync(run, 0, cancellationToken);
        if (entries.Count == 0)
            return "it has no journal";
        if (HashChain.FindBreak(entries) is { } broken)
            return $"its journal cannot be trusted: {broken}";
        var report = RunReport.Of(entries);
        if (!report.Run.IsEnded)
            return "it has not ended";
        await store.PutAsync(Kind, run.ToString(), EvidenceJson.Of(report).ToJsonString(), 0, life is { } kept ? clock.GetUtcNow() + kept : null, cancellationToken);
        await store.DeleteEndedAsync(run, cancellationToken);
        return null;
    }
}
