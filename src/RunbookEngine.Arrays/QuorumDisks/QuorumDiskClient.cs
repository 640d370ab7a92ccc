using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.QuorumDisks;

/// <summary>Quorum disks: <c>quorum-disks</c>.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Getting quorum disk information".</remarks>
internal sealed class QuorumDiskClient(ArrayTransport transport)
{
    public async Task<IReadOnlyList<QuorumDisk>> ListAsync(CancellationToken cancellationToken)
    {
        var call = HttpCall.Get(ArrayPath.Objects(transport.Connection.StorageDeviceId, "quorum-disks"));
        var list = await transport.ListAsync<QuorumDiskResponse>(call, cancellationToken);
        return [.. list.Where(q => q.QuorumDiskId is not null).Select(q => q.ToQuorumDisk())];
    }
}
