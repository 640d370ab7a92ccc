using System.Runtime.CompilerServices;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.RemoteMirrors;

/// <summary>All remote copy groups between two arrays with their pairs: one request where the list gives the pairs, else one more for each group.</summary>
internal sealed class RemoteMirrorSurvey(ArrayTransport transport, RemoteMirrorClient client)
{
    public async IAsyncEnumerable<CopyGroup> ReadAsync(
        string partner, bool alone, Func<string, bool> named, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = transport.Connection.StorageDeviceId;
        var readAt = transport.Clock.GetUtcNow();
        var path = ArrayPath.Query(
            ArrayPath.Objects(id, RemoteMirrorClient.Groups), ("remoteStorageDeviceId", partner), ("detailInfoType", "pair"));
        var list = await transport.ListAsync<RemoteMirrorGroupResponse>(HttpCall.Get(path, alone ? null : partner), cancellationToken);
        foreach (var entry in list.Where(g => g.CopyGroupName is { } name && named(name)).OrderBy(g => g.CopyGroupName, StringComparer.Ordinal))
        {
            var group = entry.ToRef(TechnologyOf(entry) ?? Technology.TrueCopy, id, partner)!;
            if (group.PartnerStorageDeviceId != partner)
                continue;
            if (entry.CopyPairs is { } pairs)
                yield return new CopyGroup(group, entry.MuNumber, [.. pairs.Select(p => p.ToPair(group, entry.MuNumber))], readAt);
            else if (await client.ReadGroupAsync(group, PairReadOptions.Default with { WithoutPartner = alone }, cancellationToken) is { } read)
                yield return read;
        }
    }

    /// <summary>The group does not say; its pairs do, unless all of them are SMPL.</summary>
    private static Technology? TechnologyOf(RemoteMirrorGroupResponse group) =>
        group.CopyPairs?.Select(p => p.ReplicationType).OfType<string>().Select(TechnologyNames.FromWire).FirstOrDefault(t => t is not null);
}
