using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.RemotePaths;

/// <summary>Remote connections: <c>remotepath-groups</c>.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Managing remote connections". The paths stand only in the single object.</remarks>
internal sealed class RemotePathClient(ArrayTransport transport)
{
    private string Id => transport.Connection.StorageDeviceId;

    public async Task<IReadOnlyList<RemotePathGroup>> ListAsync(CancellationToken cancellationToken)
    {
        var list = await transport.ListAsync<RemotePathGroupResponse>(HttpCall.Get(ArrayPath.Objects(Id, "remotepath-groups")), cancellationToken);
        var groups = new List<RemotePathGroup>();
        foreach (var entry in list.Where(g => g.RemotepathGroupId is not null))
        {
            groups.Add((entry.RemotePaths is null ? await GetAsync(entry, cancellationToken) : entry).ToGroup());
        }
        return groups;
    }

    private Task<RemotePathGroupResponse> GetAsync(RemotePathGroupResponse entry, CancellationToken cancellationToken)
    {
        var id = ArrayPath.Id(entry.RemotepathGroupId!.Split(','));
        var call = HttpCall.Get(ArrayPath.Object(Id, "remotepath-groups", id));
        return transport.GetAsync<RemotePathGroupResponse>(call, g => g.RemotepathGroupId is not null, cancellationToken);
    }
}
