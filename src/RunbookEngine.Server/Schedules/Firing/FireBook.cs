using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RunbookEngine.Documents;

namespace RunbookEngine.Server.Schedules.Firing;

/// <summary>The fires of all schedules. A fire is taken on by compare-and-set, so that one node works on it; one that its node leaves undone is another's after a while.</summary>
public sealed class FireBook(IDocumentStore documents, ScheduleOptions options, TimeProvider clock)
{
    private const string Kind = "fire";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>As ids and keys of orders write it; sorts by time.</summary>
    public static string Moment(DateTimeOffset due) => due.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Takes a fire on, or finds out that somebody else has.</summary>
    /// <param name="wanted">What it would be; a fire that somebody took on before stays what it was.</param>
    public async Task<FireClaim> ClaimAsync(string schedule, FireRecord wanted, CancellationToken cancellationToken)
    {
        var id = IdOf(schedule, wanted.Due);
        if (await documents.GetAsync(Kind, id, cancellationToken) is not { } found)
            return await WriteAsync(id, wanted, 0, cancellationToken) is { } made ? new FireClaim.Mine(wanted, made) : new FireClaim.Busy();
        var record = Read(found);
        if (record.Outcome is not null)
            return new FireClaim.Over(record);
        if (record.ClaimedAt + options.Claim > clock.GetUtcNow())
            return new FireClaim.Busy();
        var next = record with { Node = wanted.Node, ClaimedAt = wanted.ClaimedAt, Tries = record.Tries + 1 };
        return await WriteAsync(id, next, found.Version, cancellationToken) is { } taken ? new FireClaim.Mine(next, taken) : new FireClaim.Busy();
    }

    /// <summary>Writes what became of a fire, or why it has to wait.</summary>
    /// <returns>False when another node has taken it over meanwhile.</returns>
    public async Task<bool> WriteAsync(string schedule, FireClaim.Mine claim, FireRecord next, CancellationToken cancellationToken) =>
        await WriteAsync(IdOf(schedule, next.Due), next, claim.Version, cancellationToken) is not null;

    /// <summary>Fires of a schedule later than a moment, the earliest first.</summary>
    public async Task<IReadOnlyList<FireRecord>> ListAsync(string schedule, DateTimeOffset after, int limit, CancellationToken cancellationToken) =>
        [.. (await documents.ListAsync(new DocumentFilter(Kind, $"{schedule}/", IdOf(schedule, after), limit), cancellationToken)).Select(Read)];

    private async Task<int?> WriteAsync(string id, FireRecord record, int expected, CancellationToken cancellationToken) =>
        (await documents.PutAsync(Kind, id, JsonSerializer.Serialize(record, Json), expected, clock.GetUtcNow() + options.History, cancellationToken))?.Version;

    private static FireRecord Read(Document document) => JsonSerializer.Deserialize<FireRecord>(document.Body, Json)!;

    private static string IdOf(string schedule, DateTimeOffset due) => $"{schedule}/{Moment(due)}";
}

/// <summary>Whose a fire is.</summary>
public abstract record FireClaim
{
    private FireClaim() { }

    /// <param name="Version">Of its document: what the next write names.</param>
    public sealed record Mine(FireRecord Fire, int Version) : FireClaim;

    /// <summary>Another node works on it, or one that is gone did a moment ago.</summary>
    public sealed record Busy : FireClaim;

    public sealed record Over(FireRecord Fire) : FireClaim;
}
