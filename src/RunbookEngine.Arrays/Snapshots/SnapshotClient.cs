using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.Snapshots;

/// <summary>Thin Image: <c>snapshots</c> and <c>snapshot-groups</c>.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, chapter "Managing Thin Image pairs".</remarks>
internal sealed class SnapshotClient(ArrayTransport transport) : IPairResource
{
    private readonly SnapshotDescriber _describe = new(new RequestBuilder(transport.Connection));

    private string Id => transport.Connection.StorageDeviceId;

    public async Task<IReadOnlyList<CopyGroupRef>> ListAsync(GroupQuery group, Func<string, bool> named, CancellationToken cancellationToken)
    {
        var list = await transport.ListAsync<SnapshotGroupResponse>(HttpCall.Get(ArrayPath.Objects(Id, "snapshot-groups")), cancellationToken);
        return [.. list.Where(g => g.SnapshotGroupName is { } name && named(name)).Select(g => CopyGroupRef.Of(Technology.ThinImage, Id, g.SnapshotGroupName!))];
    }

    public async Task<CopyGroup?> ReadGroupAsync(CopyGroupRef group, PairReadOptions options, CancellationToken cancellationToken)
    {
        var readAt = transport.Clock.GetUtcNow();
        return await Missing.AsNullAsync(async () =>
        {
            var snapshots = await FetchAsync(group.Name, options, cancellationToken);
            return snapshots.Count == 0 ? null : new CopyGroup(group, null, [.. snapshots.Select(s => s.ToPair(group))], readAt);
        });
    }

    /// <summary>The list needs a filter; this one is the volume.</summary>
    public async Task<IReadOnlyList<Pair>> ListByVolumeAsync(int pvolLdevId, CancellationToken cancellationToken)
    {
        var path = ArrayPath.Query(ArrayPath.Objects(Id, "snapshots"), ("pvolLdevId", $"{pvolLdevId}"));
        var list = await transport.ListAsync<SnapshotResponse>(HttpCall.Get(path), cancellationToken);
        return [.. list.Select(s => s.ToPair(CopyGroupRef.Of(Technology.ThinImage, Id, s.SnapshotGroupName ?? "")))];
    }

    public Task<Pair?> ReadPairAsync(PairRef pair, PairReadOptions options, CancellationToken cancellationToken) => Missing.AsNullAsync(async () =>
    {
        var call = HttpCall.Get(ArrayPath.Object(Id, "snapshots", SnapshotDescriber.IdOf(pair)));
        var found = await transport.GetAsync<SnapshotResponse>(call, s => s.PvolLdevId is not null, cancellationToken, options.Once);
        return (Pair?)found.ToPair(pair.Group);
    });

    public ArrayRequest Describe(CopyGroupRef group, PairRequest request) => _describe.Group(group, request);

    public ArrayRequest Describe(PairRef pair, PairRequest request) => _describe.Pair(pair, request);

    /// <summary>A name that a path cannot hold is asked for by query.</summary>
    private async Task<IReadOnlyList<SnapshotResponse>> FetchAsync(string name, PairReadOptions options, CancellationToken cancellationToken)
    {
        if (!SnapshotDescriber.FitsPath(name))
        {
            var query = ArrayPath.Query(ArrayPath.Objects(Id, "snapshots"), ("snapshotGroupName", Uri.EscapeDataString(name)));
            return await transport.ListAsync<SnapshotResponse>(HttpCall.Get(query), cancellationToken, options.Once);
        }
        var path = ArrayPath.Query(ArrayPath.Object(Id, "snapshot-groups", ArrayPath.Id(name)), ("detailInfoType", options.Detailed ? "retention" : null));
        var call = HttpCall.Get(path);
        var group = await transport.GetAsync<SnapshotGroupResponse>(call, g => g.Snapshots is not null, cancellationToken, options.Once);
        return group.Snapshots!;
    }
}
