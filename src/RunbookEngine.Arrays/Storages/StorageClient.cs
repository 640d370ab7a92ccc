using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.Storages;

/// <summary>Who answers at an endpoint: <c>storages</c>.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Getting a list of storage systems". The list needs no session, but takes one.</remarks>
internal sealed class StorageClient(ArrayTransport transport)
{
    public async Task<Storage> IdentifyAsync(CancellationToken cancellationToken)
    {
        var connection = transport.Connection;
        var call = HttpCall.Get(ArrayPath.Storages);
        var list = (await transport.ListAsync<StorageResponse>(call, cancellationToken)).Where(s => s.StorageDeviceId is not null).ToList();
        return list.Find(s => s.StorageDeviceId == connection.StorageDeviceId)?.ToStorage() ?? throw new ArrayApiException(new ArrayError
        {
            Kind = ArrayErrorKind.NotFound,
            Array = connection.Name,
            Endpoint = transport.Current.Endpoint.ToString(),
            Request = call.Text,
            Message = $"the endpoint does not serve array {connection.StorageDeviceId}; it serves {string.Join(", ", list.Select(s => s.StorageDeviceId))}",
            Solution = "Correct endpoint or storageDeviceId in the environment.",
        });
    }
}
