using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Transport;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.Volumes;

/// <summary>Logical volumes: <c>ldevs</c>.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Getting volume information".</remarks>
internal sealed class VolumeClient(ArrayTransport transport)
{
    /// <summary>The manual allows 16,384; an array answered 503 to that, and 1,000 was fine.</summary>
    public const int MaxCount = 1000;

    private string Path => ArrayPath.Objects(transport.Connection.StorageDeviceId, "ldevs");

    public Task<Volume?> GetAsync(int ldevId, CancellationToken cancellationToken) => Missing.AsNullAsync(async () =>
    {
        var call = HttpCall.Get($"{Path}/{ldevId}");
        var volume = await transport.GetAsync<VolumeResponse>(call, v => v.LdevId is not null, cancellationToken);
        return (Volume?)volume.ToVolume();
    });

    /// <summary>The slots from <paramref name="head"/> on; those without a volume are left out.</summary>
    public async Task<IReadOnlyList<Volume>> ListAsync(int head, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var path = ArrayPath.Query(Path, ("headLdevId", $"{head}"), ("count", $"{count}"), ("ldevOption", "defined"));
        var list = await transport.ListAsync<VolumeResponse>(HttpCall.Get(path), cancellationToken);
        return [.. list.Where(v => v.LdevId is not null).Select(v => v.ToVolume()).Where(v => v.IsDefined)];
    }
}
