using System.Text.Json;
using RunbookEngine.Documents;
using RunbookEngine.Plans;

namespace RunbookEngine.Approvals;

/// <summary>The delegations on record: documents that are gone when their time is over.</summary>
/// <param name="still">Those of which givers and writers still have the right; null: nobody here knows, so all of them.</param>
public sealed class Delegations(
    IDocumentStore store, TimeProvider clock, Func<IReadOnlyList<Delegation>, CancellationToken, Task<IReadOnlyList<Delegation>>>? still = null)
{
    public const string Kind = "delegation";

    /// <summary>Most of them at once; more is no delegation but a missing group.</summary>
    public const int Most = 1000;

    public static readonly TimeSpan Longest = TimeSpan.FromDays(180);

    /// <summary>All that are not over, by id.</summary>
    public async Task<IReadOnlyList<Delegation>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Delegation> all = [.. (await store.ListAsync(new DocumentFilter(Kind, Limit: Most), cancellationToken)).Select(Read).OfType<Delegation>()
            .Where(d => d.End > clock.GetUtcNow())];
        return still is null ? all : await still(all, cancellationToken);
    }

    public async Task<Delegation?> FindAsync(string id, CancellationToken cancellationToken) =>
        await store.GetAsync(Kind, id, cancellationToken) is { } found ? Read(found) : null;

    /// <exception cref="ArgumentException">It is none: the message says why.</exception>
    public async Task AddAsync(Delegation delegation, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(delegation.From) || string.IsNullOrWhiteSpace(delegation.To))
            throw new ArgumentException("a delegation names who gives it and who gets it");
        if (string.Equals(delegation.From.Trim(), delegation.To.Trim(), StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"{delegation.From} decides as {delegation.From} already");
        if (delegation.End <= delegation.Start || delegation.End <= clock.GetUtcNow())
            throw new ArgumentException("the end must come after the start and must not be over");
        if (delegation.End - delegation.Start > Longest)
            throw new ArgumentException($"a delegation lasts {Longest.TotalDays:0} days at most; change the approver group instead");
        if ((await ListAsync(cancellationToken)).Count >= Most)
            throw new ArgumentException($"there are {Most} delegations already; withdraw some, or change the approver groups");
        if (await store.PutAsync(Kind, delegation.Id, JsonSerializer.Serialize(delegation, PlanJson.Options), 0, delegation.End, cancellationToken) is null)
            throw new ArgumentException($"there is a delegation {delegation.Id} already");
    }

    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) => store.DeleteAsync(Kind, id, null, cancellationToken);

    private static Delegation? Read(Document document) => JsonSerializer.Deserialize<Delegation>(document.Body, PlanJson.Options);
}
