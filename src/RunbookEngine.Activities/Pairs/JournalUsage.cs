using RunbookEngine.Activities.Connections;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Pairs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>How full the replication journals of Universal Replicator groups are, on both arrays.</summary>
internal static class JournalUsage
{
    /// <summary>Highest usage in percent and the journal that has it; null when the pairs name no journal.</summary>
    public static async Task<(int Percent, string Journal)?> HighestAsync(
        ArrayFleet fleet, IReadOnlyList<PairUnit> units, CancellationToken cancellationToken)
    {
        var groups = await Task.WhenAll(
            units.Select(u => GroupReading.ReadAsync(fleet, u.Group, fleet[u.Target.Array], PairReadOptions.Default, cancellationToken)));
        var wanted = groups.Select(g => g.Group).OfType<CopyGroup>().SelectMany(g => g.Pairs).SelectMany(p => new[] { p.Pvol, p.Svol })
            .Where(v => v is { JournalId: not null, StorageDeviceId: not null })
            .Select(v => (Array: v.StorageDeviceId!, Journal: v.JournalId!.Value)).Distinct();
        var usages = new List<(int Percent, string Journal)>();
        foreach (var perArray in wanted.GroupBy(w => w.Array))
        {
            if (fleet.ByStorageDeviceId(perArray.Key) is not { } array)
            {
                continue;
            }
            var journals = await array.ReadJournalsAsync(cancellationToken);
            usages.AddRange(journals.Where(j => j.IsUsed && perArray.Any(w => w.Journal == j.JournalId))
                .Select(j => (j.UsagePercent ?? 0, $"journal {j.JournalId} on {array.Name}")));
        }
        return usages.Count == 0 ? null : usages.MaxBy(u => u.Percent);
    }
}
