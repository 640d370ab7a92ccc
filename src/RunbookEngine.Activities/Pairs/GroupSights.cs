using System.Collections.Concurrent;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Journals;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.QuorumDisks;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Looks at remote copy groups with what bounds a loss. Journals and quorum disks are read once per array. Changes nothing.</summary>
internal sealed class GroupSights(ArrayFleet fleet, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<ReplicationJournal>>>> _journals = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<QuorumDisk>>>> _quorums = new();

    /// <returns>Null for a group that the arrays do not know.</returns>
    /// <exception cref="ArrayApiException">Neither array told of the pairs.</exception>
    public async Task<GroupSight?> ReadAsync(PairUnit unit, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var own = fleet[unit.Target.Array];
        var (source, options, group) = await GroupReading.ReadAsync(fleet, unit.Group, own, PairReadOptions.Default, cancellationToken);
        if (group is not { Pairs: [var first, ..] } || unit.Group.PartnerStorageDeviceId is not { } partnerId)
            return null;
        var seen = group.Pairs.Where(p => unit.Covers(p.Ref.Name)).Select(p => (p.Ref.Name, PairStates.Seen(fleet, unit, p, access: null).State)).ToList();
        var svols = group.Pairs.Select(p => p.Svol.StorageDeviceId).OfType<string>().FirstOrDefault()
            ?? (first.Pvol.StorageDeviceId == partnerId ? unit.Group.StorageDeviceId : partnerId);
        var pvols = svols == partnerId ? unit.Group.StorageDeviceId : partnerId;
        var (pvolArray, svolArray) = (fleet.ByStorageDeviceId(pvols)?.Name ?? pvols, fleet.ByStorageDeviceId(svols)?.Name ?? svols);
        var sight = new GroupSight(unit.Group.Name, unit.Technology, pvolArray, svolArray, pvols, svols, at)
        {
            Pairs = seen,
            Alone = options.WithoutPartner ? source.Name : null,
        };
        var there = new[] { pvols, svols }.Select(fleet.ByStorageDeviceId).OfType<ArrayClient>().Where(a => !options.WithoutPartner || a == source).ToList();
        return unit.Technology switch
        {
            Technology.UniversalReplicator => sight with
            {
                Master = await JournalAsync(there, pvols, first.Pvol.JournalId, group.MuNumber, cancellationToken),
                Restore = await JournalAsync(there, svols, first.Svol.JournalId, group.MuNumber, cancellationToken),
            },
            Technology.GlobalActiveDevice => sight with
            {
                QuorumId = first.QuorumDiskId,
                Quorums = [.. (await Task.WhenAll(there.Select(a => QuorumsAsync(a, first.QuorumDiskId, cancellationToken)))).SelectMany(q => q)],
            },
            _ => sight,
        };
    }

    private async Task<ReplicationJournal?> JournalAsync(
        List<ArrayClient> there, string storageDeviceId, int? journal, int? mirror, CancellationToken cancellationToken)
    {
        if (journal is null || there.FirstOrDefault(a => a.StorageDeviceId == storageDeviceId) is not { } array)
            return null;
        var rows = (await _journals.GetOrAdd(array.Name, _ => new(() => OptionalAsync(() => array.ReadJournalsAsync(cancellationToken)))).Value)
            .Where(j => j.JournalId == journal).ToList();
        return rows.FirstOrDefault(j => j.IsUsed && j.MuNumber == mirror) ?? (rows.Count(j => j.IsUsed) == 1 ? rows.First(j => j.IsUsed) : null);
    }

    private async Task<IEnumerable<(string, QuorumDisk)>> QuorumsAsync(ArrayClient array, int? id, CancellationToken cancellationToken) =>
        (await _quorums.GetOrAdd(array.Name, _ => new(() => OptionalAsync(() => array.ReadQuorumDisksAsync(cancellationToken)))).Value)
            .Where(q => id is null || q.Id == id).Select(q => (array.Name, q));

    /// <summary>What only makes the bound better may be missing.</summary>
    private static async Task<IReadOnlyList<T>> OptionalAsync<T>(Func<Task<IReadOnlyList<T>>> read)
    {
        try
        {
            return await read();
        }
        catch (ArrayApiException)
        {
            return [];
        }
    }
}
