using RunbookEngine.Simulator.Http;
using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;
using RunbookEngine.Simulator.World;

namespace RunbookEngine.Simulator.Provisioning;

/// <summary>PATCH, DELETE and the actions of a volume.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, chapter on volumes. A volume in a pair, a journal or with a path can't be deleted.</remarks>
internal static class VolumeChanges
{
    public static SimResponse Change(Call call)
    {
        var body = call.Body();
        var label = body.Text("label", 32);
        var mode = body.Choice("dataReductionMode", "disabled", "compression", "compression_deduplication");
        var alua = body.Flag("isAluaEnabled");
        _ = body.Choice("dataReductionProcessMode", "post_process", "inline");
        _ = body.Flag("isFullAllocationEnabled");
        _ = body.Flag("isCompressionAccelerationEnabled");
        body.Done();
        return Accept(call, "change", volume =>
        {
            volume.Label = label ?? volume.Label;
            volume.DataReductionMode = mode ?? volume.DataReductionMode;
            volume.DataReduction = volume.DataReductionMode != "disabled";
            volume.Alua = alua ?? volume.Alua;
            return null;
        });
    }

    public static SimResponse Delete(Call call)
    {
        var body = call.Body();
        _ = body.Flag("isDataReductionDeleteForceExecute");
        body.Done();
        return Accept(call, "delete", volume =>
        {
            if (Busy(volume) is { } reason)
                return ArrayError.Rejected(reason, "2E20", "8000");
            call.Array.Volumes.Remove(volume.LdevId);
            return null;
        });
    }

    public static SimResponse Expand(Call call)
    {
        var body = call.Parameters();
        var more = VolumeCreation.Size(body, "additionalByteFormatCapacity", "additionalBlockCapacity") ?? throw BodyFields.Missing("additionalByteFormatCapacity");
        var enhanced = body.Flag("enhancedExpansion") ?? false;
        body.Done();
        return Accept(call, "expand", volume =>
        {
            if (volume.Uses.Count > 0 && !enhanced)
                return ArrayError.Rejected("The volume is in a pair.", "B96B", "AF2E");
            if (volume.SizeBytes + more > Capacity.MaxBytes)
                return ArrayError.Rejected("The volume would be larger than any can be.", "2E11", "0206");
            volume.SizeBytes += more;
            return null;
        });
    }

    public static SimResponse Format(Call call)
    {
        var body = call.Parameters();
        _ = body.Choice("operationType", "FMT", "QFMT") ?? throw BodyFields.Missing("operationType");
        _ = body.Flag("isDataReductionForceFormat");
        body.Done();
        return Accept(call, "format", volume =>
        {
            if (volume.Uses.Count > 0)
                return ArrayError.Rejected("The volume is in a pair.", "B96B", "AF2E");
            volume.AllocatedBytes = Math.Min(volume.SizeBytes, Capacity.PageBytes);
            volume.Status = "NML";
            return null;
        });
    }

    public static SimResponse ChangeStatus(Call call)
    {
        var body = call.Parameters();
        var status = body.Choice("status", "nml", "blk") ?? throw BodyFields.Missing("status");
        body.Done();
        return Accept(call, "change-status", volume =>
        {
            if (status == "blk" && volume.Uses.Count > 0)
                return ArrayError.Rejected("The volume is in a pair.", "B96B", "AF2E");
            volume.Status = status == "blk" ? "BLK" : "NML";
            return null;
        });
    }

    public static SimResponse AssignVirtualId(Call call)
    {
        var body = call.Parameters();
        var id = body.RequiredInt("virtualLdevId", 0, VolumeJson.Reserved);
        body.Done();
        if (id == VolumeJson.NoVirtualId || (id > LdevText.MaxLdev && id != VolumeJson.Reserved))
            throw BodyFields.Invalid("virtualLdevId");
        return Accept(call, "assign-virtual-ldevid", volume =>
        {
            if (volume.GadReserved ? id == VolumeJson.Reserved : (volume.VirtualLdevId ?? volume.LdevId) == id)
                return ArrayError.Rejected("The virtual LDEV id is that already.", "2E21", "9305");
            if (volume.GadReserved || volume.VirtualLdevId != VolumeJson.NoVirtualId)
                return ArrayError.Rejected("The volume has a virtual LDEV id; unassign it first.", "2E30", "0088");
            volume.GadReserved = id == VolumeJson.Reserved;
            volume.VirtualLdevId = volume.GadReserved || id == volume.LdevId ? null : id;
            return null;
        });
    }

    public static SimResponse UnassignVirtualId(Call call)
    {
        var body = call.Parameters();
        var id = body.Int("virtualLdevId", 0, VolumeJson.Reserved);
        body.Done();
        return Accept(call, "unassign-virtual-ldevid", volume =>
        {
            var present = volume.GadReserved ? VolumeJson.Reserved : volume.VirtualLdevId ?? volume.LdevId;
            if (present == VolumeJson.NoVirtualId || (id is not null && id != present))
                return ArrayError.Rejected("The volume has no such virtual LDEV id.", "2E21", "9305");
            if (volume.Uses.Any(u => u.Attribute == "GAD"))
                return ArrayError.Rejected("The volume is in a global-active device pair.", "B96B", "AF2E");
            (volume.GadReserved, volume.VirtualLdevId) = (false, VolumeJson.NoVirtualId);
            return null;
        });
    }

    /// <summary>Why a volume can't be deleted; null when it can.</summary>
    private static string? Busy(Volume volume) =>
        volume.Uses.Count > 0 ? "The volume is in a pair."
        : volume.JournalId is not null ? "The volume belongs to a journal."
        : volume.Paths.Count > 0 ? "The volume has an LU path."
        : null;

    private static SimResponse Accept(Call call, string action, Func<Volume, ArrayError?> act)
    {
        var id = VolumeEndpoints.Number(call);
        call.RequireVolume(id);
        return call.Accept(new JobPlan
        {
            Action = action,
            ObjectType = VolumeEndpoints.Type,
            ObjectId = call["id"],
            Execute = () => !call.Array.Volumes.TryGetValue(id, out var volume)
                ? JobResult.Fail(ArrayError.Rejected($"The LDEV is not defined. (ldevId = {id})", "2E10", "0001"))
                : act(volume) is { } error ? JobResult.Fail(error) : JobResult.Done(VolumeEndpoints.Url(id)),
        });
    }
}
