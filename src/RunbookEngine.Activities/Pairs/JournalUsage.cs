using RunbookEngine.Activities.Connections;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Journals;
using RunbookEngine.Arrays.Pairs;

namespace RunbookEngine.Activities.Pairs;

/// <summary>The replication journals of Universal Replicator groups, on both arrays.</summary>
internal static class JournalUsage
{
    /// <summary>Highest usage in percent and the journal that has it; null when the pairs name no journal.</summary>
    public static async Task<(int Percent, string Journal)?> HighestAsync(
        ArrayFleet fleet, IReadOnlyList<PairUnit> units, CancellationToken cancellationToken)
    {
        var groups = await Task.WhenAll(
            units.Select(u => GroupReading.ReadAsync(fleet, u.Group, fleet[u.Target.Array], PairReadOptions.Default, cancellationToken)));
        var journals = await OfAsync(fleet, groups.Select(g => g.Group).OfType<CopyGroup>(), cancellationToken);
        return journals.Count == 0 ? null
            : journals.Select(j => (j.Journal.UsagePercent ?? 0, $"journal {j.Journal.JournalId} on {j.Array}")).MaxBy(u => u.Item1);
    }

    /// <summary>Each used mirror of each journal that a pair names; empty when the pairs name none.</summary>
    public static async Task<IReadOnlyList<(string Array, ReplicationJournal Journal)>> OfAsync(
        ArrayFleet fleet, IEnumerable<CopyGroup> groups, CancellationToken cancellationToken)
    {
        var wanted = groups.SelectMany(g => g.Pairs).SelectMany(p => new[] { p.Pvol, p.Svol })
            .Where(v => v is { JournalId: not null, StorageDeviceId: not null })
            .Select(v => (Array: v.StorageDeviceId!, Journal: v.JournalId!.Value)).Distinct();
        var found = new List<(string, ReplicationJournal)>();
        foreach (var perArray in wanted.GroupBy(w => w.Array))
        {
            if (fleet.ByStorageDeviceId(perArray.Key) is not { } array)
            {
                continue;
            }
            var journals = await array.ReadJournalsAsync(cancellationToken);
            found.AddRange(journals.Where(j => j.IsUsed && perArray.Any(w => w.Journal == j.JournalId)).Select(j => (array.Name, j)));
        }
        return found;
    }
}
