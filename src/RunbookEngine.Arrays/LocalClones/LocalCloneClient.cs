using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.LocalClones;

/// <summary>ShadowImage: <c>local-clone-copygroups</c> and <c>local-clone-copypairs</c>.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, chapter "Managing ShadowImage pairs".</remarks>
internal sealed class LocalCloneClient(ArrayTransport transport) : IPairResource
{
    private const string Groups = "local-clone-copygroups";
    private const string Pairs = "local-clone-copypairs";

    private readonly LocalCloneDescriber _describe = new(new RequestBuilder(transport.Connection));

    private string Id => transport.Connection.StorageDeviceId;

    public async Task<IReadOnlyList<CopyGroupRef>> ListAsync(GroupQuery group, Func<string, bool> named, CancellationToken cancellationToken)
    {
        var list = await transport.ListAsync<LocalCloneGroupResponse>(HttpCall.Get(ArrayPath.Objects(Id, Groups)), cancellationToken);
        return [.. list.Select(g => g.ToRef(Id)).OfType<CopyGroupRef>().Where(g => named(g.Name))];
    }

    /// <summary>Through the list of pairs: the group object may be stale, and only the list can be refreshed.</summary>
    public async Task<CopyGroup?> ReadGroupAsync(CopyGroupRef group, PairReadOptions options, CancellationToken cancellationToken)
    {
        var readAt = transport.Clock.GetUtcNow();
        var path = ArrayPath.Query(
            ArrayPath.Objects(Id, Pairs),
            ("localCloneCopyGroupId", LocalCloneDescriber.IdOf(group)),
            ("refresh", options.Refresh ? "true" : null));
        return await Missing.AsNullAsync(async () =>
        {
            var pairs = await transport.ListAsync<LocalClonePairResponse>(HttpCall.Get(path), cancellationToken, options.Once);
            return pairs.Count == 0 ? null : new CopyGroup(group, pairs[0].PvolMuNumber, [.. pairs.Select(p => p.ToPair(group))], readAt);
        });
    }

    public Task<Pair?> ReadPairAsync(PairRef pair, PairReadOptions options, CancellationToken cancellationToken) => Missing.AsNullAsync(async () =>
    {
        var call = HttpCall.Get(ArrayPath.Object(Id, Pairs, LocalCloneDescriber.IdOf(pair)));
        var found = await transport.GetAsync<LocalClonePairResponse>(call, p => p.CopyPairName is not null, cancellationToken, options.Once);
        return (Pair?)found.ToPair(pair.Group);
    });

    public ArrayRequest Describe(CopyGroupRef group, PairRequest request) => _describe.Group(group, request);

    public ArrayRequest Describe(PairRef pair, PairRequest request) => _describe.Pair(pair, request);
}
