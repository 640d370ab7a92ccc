using System.Text.Json;
using RunbookEngine.Documents;

namespace RunbookEngine.Server.Schedules;

/// <summary>The states of schedules, shared by all nodes.</summary>
public sealed class ScheduleStates(IDocumentStore documents, TimeProvider clock)
{
    private const string Kind = "schedule-state";

    /// <summary>Longer than nodes take to look at what is due.</summary>
    private static readonly TimeSpan UploadGrace = TimeSpan.FromSeconds(30);

    /// <summary>The state of a trigger as it stands; a new one, or one whose text was changed, begins when it was written.</summary>
    public async Task<ScheduleState> GetAsync(ScheduleEntry entry, CancellationToken cancellationToken) => Of(entry, await documents.GetAsync(Kind, entry.Key, cancellationToken));

    /// <summary>By name, as stored.</summary>
    public async Task<IReadOnlyDictionary<string, Document>> AllAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Document>(StringComparer.Ordinal);
        for (string? after = null; await documents.ListAsync(new DocumentFilter(Kind, After: after, Limit: 1000), cancellationToken) is { Count: > 0 } page; after = page[^1].Id)
        {
            foreach (var document in page)
                found[document.Id] = document;
        }

        return found;
    }

    public static ScheduleState Of(ScheduleEntry entry, Document? stored)
    {
        var state = stored is null ? null : JsonSerializer.Deserialize<ScheduleState>(stored.Body, JsonSerializerOptions.Web)!;
        if (state is null)
            return new ScheduleState(entry.Trigger.Digest, entry.Since);
        // The same trigger in a newer version of its runbook: what was due a moment before the upload still starts; a time when it was not there is not missed.
        var begin = state.Digest == entry.Trigger.Digest ? entry.Since - UploadGrace : entry.Since;
        return state with { Digest = entry.Trigger.Digest, Done = state.Done > begin ? state.Done : begin };
    }

    /// <summary>Changes a state, whoever else changes it at the same time.</summary>
    public async Task<ScheduleState> ChangeAsync(ScheduleEntry entry, Func<ScheduleState, ScheduleState> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await documents.GetAsync(Kind, entry.Key, cancellationToken);
            var next = change(Of(entry, stored));
            if (await documents.PutAsync(Kind, entry.Key, JsonSerializer.Serialize(next, JsonSerializerOptions.Web), stored?.Version ?? 0, null, cancellationToken) is not null)
                return next;
        }
    }

    /// <summary>Everything up to a fire is done.</summary>
    public Task<ScheduleState> DoneAsync(ScheduleEntry entry, DateTimeOffset fire, string? lastRun, CancellationToken cancellationToken) =>
        ChangeAsync(entry, s => fire <= s.Done ? s : s with { Done = fire, LastFire = fire, LastRun = lastRun ?? s.LastRun }, cancellationToken);

    public Task<ScheduleState> PauseAsync(ScheduleEntry entry, string actor, CancellationToken cancellationToken) =>
        ChangeAsync(entry, s => s.IsPaused ? s : s with { Paused = new ScheduleBreak(actor, clock.GetUtcNow()) }, cancellationToken);

    /// <summary>What was due during the break is not made up for.</summary>
    public Task<ScheduleState> ResumeAsync(ScheduleEntry entry, CancellationToken cancellationToken) =>
        ChangeAsync(entry, s => s.IsPaused ? s with { Paused = null, Done = clock.GetUtcNow() > s.Done ? clock.GetUtcNow() : s.Done } : s, cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => documents.DeleteAsync(Kind, name, null, cancellationToken);
}
