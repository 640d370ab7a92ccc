namespace RunbookEngine.Arrays.RemotePaths;

/// <summary>A remote connection as the array spells it.</summary>
internal sealed record RemotePathGroupResponse(
    string? RemotepathGroupId,
    string? RemoteStorageDeviceId,
    string? RemoteSerialNumber,
    int? PathGroupId,
    string? CuStatus,
    int? MinNumOfPaths,
    int? NumOfPaths,
    IReadOnlyList<RemotePathResponse>? RemotePaths)
{
    public RemotePathGroup ToGroup() => new()
    {
        Id = RemotepathGroupId!,
        PathGroupId = PathGroupId,
        RemoteStorageDeviceId = RemoteStorageDeviceId,
        RemoteSerialNumber = RemoteSerialNumber,
        CuStatus = CuStatus,
        MinPaths = MinNumOfPaths,
        PathCount = NumOfPaths,
        Paths = [.. (RemotePaths ?? []).Select(p => new RemotePath(p.PathNumber, p.LocalPortId, p.RemotePortId, p.PathStatus))],
    };
}

internal sealed record RemotePathResponse(int? PathNumber, string? LocalPortId, string? RemotePortId, string? PathStatus);
