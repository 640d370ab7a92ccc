using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RunbookEngine.Documents;
using RunbookEngine.Journal;
using RunbookEngine.Operations;
using RunbookEngine.Operations.Bundles;
using RunbookEngine.Operations.Reports;
using RunbookEngine.Operations.Telling;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Retention;

/// <summary>What is left of runs whose journals are gone: the report as JSON, with the number of events and the last hash.</summary>
public sealed class EvidenceArchive(IEngineStore store, TimeProvider clock)
{
    private const string Kind = "evidence";
    private const string Bundle = "evidence-bundle";
    private const string Record = "evidence-record";

    /// <summary>Larger bundles do not fit into a document; their report is kept all the same, and the record has their hash.</summary>
    private const int MaxBundle = 40 << 20;

    /// <summary>The signed bundle of a run whose journal is gone; null: there is none, or not any more.</summary>
    public async Task<byte[]?> FindBundleAsync(RunId run, CancellationToken cancellationToken) =>
        await store.GetAsync(Bundle, run.ToString(), cancellationToken) is { } found ? Convert.FromBase64String(found.Body.Trim('"')) : null;

    /// <summary>What is on record of a run that retention removed; also when its evidence is gone as well.</summary>
    public async Task<JsonNode?> FindRecordAsync(RunId run, CancellationToken cancellationToken) =>
        await store.GetAsync(Record, run.ToString(), cancellationToken) is { } found ? JsonNode.Parse(found.Body) : null;

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
        if (report.Run.LegalHold is { } hold)
            return $"it is under legal hold by {hold.Actor}: {hold.Reason}";
        byte[] bundle;
        try
        {
            var environment = report.Run.Plan.Environment;
            using var http = new HttpClient();
            bundle = (await EvidenceBundle.MakeAsync(
                entries, EvidenceSettings.Signing(EvidenceSettings.Of(environment)), pdf: null, EvidenceSettings.Zone(environment), http, clock, cancellationToken)).ToZip();
        }
        catch (CommandFailure e)
        {
            return $"its evidence cannot be made: {e.Message}";
        }

        if (bundle.Length < MaxBundle)
            await store.PutAsync(Bundle, run.ToString(), $"\"{Convert.ToBase64String(bundle)}\"", 0, Until(life), cancellationToken);
        // Stays for ever: what was removed, when, and until when its evidence was kept.
        await store.PutAsync(Record, run.ToString(), new JsonObject
        {
            ["run"] = run.ToString(),
            ["runbook"] = report.Run.Plan.Runbook,
            ["environment"] = report.Run.Plan.Environment.Name,
            ["mode"] = report.Run.Plan.Mode,
            ["outcome"] = Words.Of(report.Run.Outcome),
            ["startedAt"] = JsonText.Time(report.Run.StartedAt),
            ["endedAt"] = JsonText.Time(report.Run.EndedAt),
            ["events"] = entries.Count,
            ["lastHash"] = report.LastHash,
            ["bundleSha256"] = Convert.ToHexStringLower(SHA256.HashData(bundle)),
            ["journalRemovedAt"] = JsonText.Time(clock.GetUtcNow()),
            ["evidenceKeptUntil"] = JsonText.Time(Until(life)),
            ["by"] = "retention",
        }.ToJsonString(), 0, null, cancellationToken);
        await store.PutAsync(Kind, run.ToString(), EvidenceJson.Of(report).ToJsonString(), 0, Until(life), cancellationToken);
        await store.DeleteEndedAsync(run, cancellationToken);
        return null;
    }

    private DateTimeOffset? Until(TimeSpan? life) => life is { } kept ? clock.GetUtcNow() + kept : null;
}
