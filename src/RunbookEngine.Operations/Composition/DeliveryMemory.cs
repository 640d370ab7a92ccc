using RunbookEngine.Journal;

namespace RunbookEngine.Operations.Composition;

/// <summary>Readings of both arrays that earlier runs of the store put on record: from when production was still there.</summary>
internal sealed class DeliveryMemory(IRunJournal store, TimeProvider clock)
{
    /// <summary>The newest runs that are looked at.</summary>
    private const int Runs = 50;

    /// <summary>Readings of one copy group that are taken, the newest first.</summary>
    private const int Most = 5;

    /// <summary>A declaration waits no longer for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Part of the JSON of an event that has such readings.</summary>
    private const string Mark = "\"delivery\":[";

    /// <param name="groups">Copy group, array of its P-VOLs and of its S-VOLs, by storage device id.</param>
    public async Task<IReadOnlyList<DeliveryReading>> KnownAsync(
        IReadOnlyCollection<(string CopyGroup, string Pvols, string Svols)> groups, CancellationToken cancellationToken)
    {
        var found = groups.Distinct().ToDictionary(g => g, _ => new List<DeliveryReading>());
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            foreach (var run in await store.ListAsync(new RunFilter(Limit: Runs), either.Token))
            {
                if (found.Values.All(f => f.Count >= Most))
                    break;
                foreach (var delivery in Deliveries(await store.ReadAsync(run.Id, 0, either.Token)))
                {
                    if (found.TryGetValue((delivery.CopyGroup, delivery.Pvols, delivery.Svols), out var list))
                        list.Add(delivery);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What was found in that time counts.
        }
        return [.. found.Values.SelectMany(f => f.OrderByDescending(d => d.At).Take(Most))];
    }

    /// <summary>A journal that cannot be read tells nothing, and stands in nobody's way.</summary>
    private static List<DeliveryReading> Deliveries(IReadOnlyList<JournalEntry> entries)
    {
        try
        {
            return [.. entries.Where(e => e.Payload.Contains(Mark, StringComparison.Ordinal))
                .SelectMany(e => EventJson.Read(e) is PairsRead { Delivery: { } read } ? read : [])];
        }
        catch (JournalCorruptException)
        {
            return [];
        }
    }
}
