using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>Which journals a Universal Replicator group goes through, as its pairs name them.</summary>
/// <param name="MasterArray">Storage device id of the array with the P-VOLs; null unknown.</param>
/// <param name="Mirror">Mirror unit; null unknown.</param>
internal sealed record MirrorIds(string? MasterArray, int? MasterJournal, string? RestoreArray, int? RestoreJournal, int? Mirror, int? ConsistencyGroup)
{
    /// <summary>Null for a group that goes through no journals, or is not there.</summary>
    public static MirrorIds? Of(Technology technology, CopyGroup? group) =>
        technology == Technology.UniversalReplicator && group?.Pairs.FirstOrDefault(p => p.Pvol.JournalId is not null || p.Svol.JournalId is not null) is { } pair
            ? new MirrorIds(pair.Pvol.StorageDeviceId, pair.Pvol.JournalId, pair.Svol.StorageDeviceId, pair.Svol.JournalId, group.MuNumber, pair.ConsistencyGroupId)
            : null;
}
