namespace RunbookEngine.Simulator.Hosting;

/// <summary>All a client needs to reach one array.</summary>
/// <param name="Endpoint">Such as https://127.0.0.1:9443.</param>
/// <param name="Controllers">Endpoints of all REST servers, the first included.</param>
/// <param name="User">The first user of the array in the topology.</param>
public sealed record ArrayAddress(
    string Alias, string StorageDeviceId, int SerialNumber, Uri Endpoint, IReadOnlyList<Uri> Controllers, string User, string Password);
