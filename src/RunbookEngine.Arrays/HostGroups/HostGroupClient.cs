using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.HostGroups;

/// <summary>Host groups: <c>host-groups</c>.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Getting host group information".</remarks>
internal sealed class HostGroupClient(ArrayTransport transport)
{
    public async Task<IReadOnlyList<HostGroup>> ListAsync(string portId, CancellationToken cancellationToken)
    {
        var path = ArrayPath.Query(
            ArrayPath.Objects(transport.Connection.StorageDeviceId, "host-groups"), ("portId", Uri.EscapeDataString(portId)));
        var list = await Missing.AsNullAsync(async () =>
            (IReadOnlyList<HostGroupResponse>?)await transport.ListAsync<HostGroupResponse>(HttpCall.Get(path), cancellationToken)) ?? [];
        return [.. list.Where(g => g is { PortId: not null, HostGroupNumber: not null }).Select(g => new HostGroup(g.PortId!, g.HostGroupNumber!.Value, g.HostGroupName))];
    }
}
