using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.RemoteMirrors;

/// <summary>TrueCopy, Universal Replicator and global-active device: <c>remote-mirror-copygroups</c> and <c>remote-mirror-copypairs</c>.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Getting information about a specific remote copy group" and the chapters on
/// TrueCopy, Universal Replicator and global-active device pairs.</remarks>
internal sealed class RemoteMirrorClient(ArrayTransport transport) : IPairResource
{
    internal const string Groups = "remote-mirror-copygroups";
    private const string Pairs = "remote-mirror-copypairs";

    private readonly RemoteMirrorDescriber _describe = new(new RequestBuilder(transport.Connection));

    private string Id => transport.Connection.StorageDeviceId;

    /// <summary>The list does not tell technologies apart, so it is asked for with its pairs; a server that leaves them out
    /// is asked group by group.</summary>
    public async Task<IReadOnlyList<CopyGroupRef>> ListAsync(GroupQuery group, Func<string, bool> named, CancellationToken cancellationToken)
    {
        var partner = group.PartnerStorageDeviceId!;
        var path = ArrayPath.Query(ArrayPath.Objects(Id, Groups), ("remoteStorageDeviceId", partner), ("detailInfoType", "pair"));
        var list = await transport.ListAsync<RemoteMirrorGroupResponse>(HttpCall.Get(path, group.Alone ? null : partner), cancellationToken);
        var found = new List<CopyGroupRef>();
        foreach (var entry in list.Where(g => g.CopyGroupName is { } name && named(name)))
        {
            var reference = entry.ToRef(group.Technology, Id, partner)!;
            var pairs = entry.CopyPairs
                ?? (await FetchAsync(reference, PairReadOptions.Default with { WithoutPartner = group.Alone }, cancellationToken))?.CopyPairs;
            if (reference.PartnerStorageDeviceId == partner && pairs?.Any(p => p.ReplicationType == group.Technology.WireName()) == true)
            {
                found.Add(reference);
            }
        }
        return found;
    }

    public async Task<CopyGroup?> ReadGroupAsync(CopyGroupRef group, PairReadOptions options, CancellationToken cancellationToken)
    {
        var readAt = transport.Clock.GetUtcNow();
        var found = await FetchAsync(group, options, cancellationToken);
        return found is null ? null : new CopyGroup(group, found.MuNumber, [.. found.CopyPairs!.Select(p => p.ToPair(group, found.MuNumber))], readAt);
    }

    public Task<Pair?> ReadPairAsync(PairRef pair, PairReadOptions options, CancellationToken cancellationToken) => Missing.AsNullAsync(async () =>
    {
        var id = RemoteMirrorDescriber.IdOf(pair, options.WithoutPartner);
        var call = HttpCall.Get(ArrayPath.Object(Id, Pairs, id), options.WithoutPartner ? null : pair.Group.PartnerStorageDeviceId);
        var found = await transport.GetAsync<RemoteMirrorPairResponse>(call, p => p.CopyPairName is not null, cancellationToken, options.Once);
        return (Pair?)found.ToPair(pair.Group, null);
    });

    public ArrayRequest Describe(CopyGroupRef group, PairRequest request) => _describe.Group(group, request);

    public ArrayRequest Describe(PairRef pair, PairRequest request) => _describe.Pair(pair, request);

    private Task<RemoteMirrorGroupResponse?> FetchAsync(CopyGroupRef group, PairReadOptions options, CancellationToken cancellationToken) =>
        Missing.AsNullAsync(async () =>
        {
            var id = RemoteMirrorDescriber.IdOf(group, options.WithoutPartner);
            var path = ArrayPath.Query(ArrayPath.Object(Id, Groups, id), ("detailInfoType", options.Detailed ? "class" : null));
            var call = HttpCall.Get(path, options.WithoutPartner ? null : group.PartnerStorageDeviceId);
            return (RemoteMirrorGroupResponse?)await transport.GetAsync<RemoteMirrorGroupResponse>(
                call, g => g.CopyPairs is not null, cancellationToken, options.Once);
        });
}
