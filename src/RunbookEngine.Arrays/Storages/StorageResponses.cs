namespace RunbookEngine.Arrays.Storages;

/// <summary>An array as it describes itself.</summary>
internal sealed record StorageResponse(string? StorageDeviceId, string? Model, string? SerialNumber, string? DkcMicroVersion)
{
    public Storage ToStorage() => new(StorageDeviceId!, Model, SerialNumber, DkcMicroVersion);
}
