namespace RunbookEngine.Arrays.Jobs;

/// <summary>A job's number and the REST server that gave it: controllers do not know each other's jobs.</summary>
/// <param name="StorageDeviceId">The array.</param>
/// <param name="Endpoint">The REST server, as <c>https://svp:443/</c>.</param>
/// <param name="JobId">The number there.</param>
public sealed record ArrayJobRef(string StorageDeviceId, string Endpoint, long JobId);
