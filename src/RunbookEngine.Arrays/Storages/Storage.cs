namespace RunbookEngine.Arrays.Storages;

/// <summary>What an array says about itself.</summary>
public sealed record Storage(string StorageDeviceId, string? Model, string? SerialNumber, string? Microcode);
