using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.Journals;

/// <summary>Replication journals: <c>journals</c>.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Getting journal information". <c>journalInfo</c> is required.</remarks>
internal sealed class JournalClient(ArrayTransport transport)
{
    public async Task<IReadOnlyList<ReplicationJournal>> ListAsync(CancellationToken cancellationToken)
    {
        var path = ArrayPath.Query(ArrayPath.Objects(transport.Connection.StorageDeviceId, "journals"), ("journalInfo", "basic"));
        var list = await transport.ListAsync<JournalResponse>(HttpCall.Get(path), cancellationToken);
        return [.. list.Where(j => j.JournalId is not null).Select(j => j.ToJournal())];
    }
}
