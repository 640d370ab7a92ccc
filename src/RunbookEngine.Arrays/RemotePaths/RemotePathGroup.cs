namespace RunbookEngine.Arrays.RemotePaths;

/// <summary>The remote connection to another array, in this array's direction.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Getting information about a specific remote connection".</remarks>
public sealed record RemotePathGroup
{
    /// <summary><c>remoteSerialNumber,remoteStorageTypeId,pathGroupId</c>.</summary>
    public required string Id { get; init; }

    public int? PathGroupId { get; init; }

    /// <summary>Null when the other array is not registered here.</summary>
    public string? RemoteStorageDeviceId { get; init; }

    public string? RemoteSerialNumber { get; init; }

    /// <summary><c>NML</c> is normal.</summary>
    public string? CuStatus { get; init; }

    public int? MinPaths { get; init; }

    /// <summary>What the array counts; <see cref="Paths"/> may be left out of a list.</summary>
    public int? PathCount { get; init; }

    public IReadOnlyList<RemotePath> Paths { get; init; } = [];

    /// <summary>The group is normal, and so is every path that is told.</summary>
    public bool IsHealthy => CuStatus is "NML" && Paths.All(p => p.IsHealthy);
}

/// <summary>One path of it.</summary>
public sealed record RemotePath(int? PathNumber, string? LocalPortId, string? RemotePortId, string? Status)
{
    /// <summary>Exactly <c>NML_01</c>; every other code is a fault.</summary>
    public bool IsHealthy => Status == "NML_01";
}
