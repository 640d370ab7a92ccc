using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Provisioning;

/// <summary>POST ldevs: a DP volume, or with pool -1 a virtual volume for snapshots.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, creating volumes.</remarks>
internal static class VolumeCreation
{
    /// <summary>poolId of a virtual volume that only ever holds a snapshot's mapping.</summary>
    public const int NoPool = -1;

    /// <summary>Smallest DP volume where a model refuses smaller ones.</summary>
    private const long SmallestDpVolume = 47L << 20;

    public static SimResponse Create(Call call)
    {
        var body = call.Body();
        var id = body.Int("ldevId", 0, LdevText.MaxLdev);
        var first = body.Int("startLdevId", 0, LdevText.MaxLdev);
        var last = body.Int("endLdevId", 0, LdevText.MaxLdev);
        var pool = body.RequiredInt("poolId", NoPool, 127);
        var size = Size(body, "byteFormatCapacity", "blockCapacity") ?? throw BodyFields.Missing("byteFormatCapacity");
        var mode = body.Choice("dataReductionMode", "disabled", "compression", "compression_deduplication") ?? "disabled";
        var parallel = body.Flag("isParallelExecutionEnabled") ?? false;
        // Taken because clients send them; they change nothing that is simulated.
        _ = body.Choice("dataReductionProcessMode", "post_process", "inline");
        _ = body.Flag("isDataReductionSharedVolumeEnabled");
        _ = body.Flag("isDataReductionShareEnabled");
        _ = body.Flag("isCompressionAccelerationEnabled");
        _ = body.Flag("isFullAllocationEnabled");
        _ = body.Int("mpBladeId", 0, 127);
        _ = body.Int("clprId", 0, 31);
        _ = body.Text("ssid", 4);
        body.Done();
        if (parallel && id is not null)
            throw BodyFields.Invalid("ldevId");
        if ((id is not null && (first ?? last) is not null) || last < first || (last is not null && first is null))
            throw BodyFields.Invalid(last is null ? "startLdevId" : "endLdevId");
        var array = call.Array;
        return call.Accept(new JobPlan
        {
            Action = "create",
            ObjectType = VolumeEndpoints.Type,
            Execute = () =>
            {
                if (pool != NoPool && array.Pools.All(p => p.PoolId != pool))
                    return JobResult.Fail(ArrayError.Rejected($"There is no such pool. (poolId = {pool})", "2E30", "600E"));
                if (pool != NoPool && size < SmallestDpVolume && array.World.Switches.SmallVolumesRefused)
                    return JobResult.Fail(ArrayError.Rejected("The capacity is smaller than the smallest DP volume. (47 MiB)", "2E22", "8001"));
                if (id is { } wanted && array.Volumes.ContainsKey(wanted))
                    return JobResult.Fail(ArrayError.Rejected($"The LDEV is defined already. (ldevId = {wanted})", "2E22", "0001"));
                if ((id ?? Free(array, first ?? 0, last ?? LdevText.MaxLdev)) is not { } number)
                    return JobResult.Fail(ArrayError.Rejected("No LDEV number is free.", "2E11", "2209"));
                var spec = new VolumeSpec
                {
                    LdevId = number,
                    SizeBytes = size,
                    AllocatedBytes = Math.Min(size, Capacity.PageBytes),
                    PoolId = pool,
                    DataReduction = mode != "disabled",
                    ResourceGroupId = call.User.ResourceGroups.Count == 0 ? 0 : call.User.ResourceGroups[0],
                };
                var volume = Volume.Of(spec, array.World.Now);
                volume.DataReductionMode = mode;
                array.Volumes.Add(number, volume);
                return JobResult.Done(VolumeEndpoints.Url(number));
            },
        });
    }

    /// <summary>A capacity given as text or in blocks; null when neither is there.</summary>
    public static long? Size(BodyFields body, string textName, string blocksName)
    {
        var text = body.Text(textName, 32);
        var blocks = body.Number(blocksName, 1, Capacity.MaxBytes / Capacity.BlockBytes);
        if (text is not null && blocks is not null)
            throw BodyFields.Invalid(blocksName);
        if (text is null)
            return blocks * Capacity.BlockBytes;
        return Capacity.Parse(text) is { } bytes and > 0 ? bytes : throw BodyFields.Invalid(textName);
    }

    private static int? Free(SimulatedArray array, int first, int last)
    {
        for (var id = first; id <= last; id++)
        {
            if (!array.Volumes.ContainsKey(id))
                return id;
        }
        return null;
    }
}
