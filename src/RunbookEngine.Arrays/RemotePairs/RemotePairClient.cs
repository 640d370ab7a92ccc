using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.RemotePairs;

/// <summary>The flat list of remote pairs: <c>remote-copypairs</c>. It needs no partner, but an administrator's account.</summary>
internal sealed class RemotePairClient(ArrayTransport transport)
{
    /// <summary>LDEVs, not pairs, that one request looks at; the array's default and most.</summary>
    private const int PageLdevs = 500;

    /// <summary>An array has 65,280 LDEV numbers; a list that goes on beyond that goes in circles.</summary>
    private const int MaxPages = 65_280 / PageLdevs + 1;

    public async Task<IReadOnlyList<RemotePairEntry>> ListAsync(Technology technology, CancellationToken cancellationToken)
    {
        var found = new List<RemotePairEntry>();
        var head = 0;
        for (var page = 0; page < MaxPages; page++)
        {
            var path = ArrayPath.Query(
                ArrayPath.Objects(transport.Connection.StorageDeviceId, "remote-copypairs"),
                ("replicationType", technology.WireName()),
                ("headLdevId", $"{head}"),
                ("count", $"{PageLdevs}"));
            var list = await transport.ListAsync<RemotePairResponse>(HttpCall.Get(path), cancellationToken);
            var fresh = list.Where(e => e.LdevId >= head).Select(e => e.ToEntry()).ToList();
            if (fresh.Count == 0)
            {
                break;
            }
            found.AddRange(fresh);
            head = fresh.Max(e => e.LdevId) + 1;
        }
        return found;
    }
}
