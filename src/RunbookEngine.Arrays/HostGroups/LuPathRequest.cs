using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.HostGroups;

/// <summary>What can be asked of the LU paths of a host group.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, "Setting an LU path" and "Deleting an LU path".</remarks>
public abstract record LuPathRequest(string PortId, int HostGroupNumber)
{
    /// <param name="Lun">0 to 4095; null: the array takes the lowest free one.</param>
    public sealed record Add(string PortId, int HostGroupNumber, int LdevId, int? Lun) : LuPathRequest(PortId, HostGroupNumber);

    public sealed record Remove(string PortId, int HostGroupNumber, int Lun) : LuPathRequest(PortId, HostGroupNumber);
}

internal sealed class LuPathDescriber(RequestBuilder builder)
{
    private const int MaxLun = 4095;

    public ArrayRequest Describe(LuPathRequest request)
    {
        var where = $"LU path in host group {request.PortId},{request.HostGroupNumber}";
        PairOptions.Range(where, "hostGroupNumber", request.HostGroupNumber, 0, 254);
        switch (request)
        {
            case LuPathRequest.Add add:
                PairOptions.Range(where, "ldevId", add.LdevId, 0, PairOptions.MaxLdevId);
                PairOptions.Range(where, "lun", add.Lun, 0, MaxLun);
                return builder.Create(ArrayPath.Objects(builder.StorageDeviceId, "luns"), new AddPathRequest(add.PortId, add.HostGroupNumber, add.LdevId, add.Lun));
            case LuPathRequest.Remove remove:
                PairOptions.Range(where, "lun", remove.Lun, 0, MaxLun);
                return builder.Delete(ArrayPath.Object(
                    builder.StorageDeviceId, "luns", ArrayPath.Id(remove.PortId, $"{remove.HostGroupNumber}", $"{remove.Lun}")));
            default:
                throw new InvalidPairRequestException($"{where}: no host group takes this request");
        }
    }

    private sealed record AddPathRequest(string PortId, int HostGroupNumber, int LdevId, int? Lun);
}
