using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Wire;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.RemoteMirrors;

/// <summary>What is sent for each request on TC, UR and GAD groups and pairs.</summary>
internal sealed class RemoteMirrorDescriber(RequestBuilder builder)
{
    public static string IdOf(CopyGroupRef group, bool withoutPartner) => withoutPartner
        ? ArrayPath.Id(RemoteIds.NotSpecified, group.Name, group.DeviceGroup!, RemoteIds.NotSpecified)
        : ArrayPath.Id(group.PartnerStorageDeviceId!, group.Name, group.DeviceGroup!, group.PartnerDeviceGroup!);

    public static string IdOf(PairRef pair, bool withoutPartner) => $"{IdOf(pair.Group, withoutPartner)},{Uri.EscapeDataString(pair.Name)}";

    public ArrayRequest Group(CopyGroupRef group, PairRequest request)
    {
        if (request is PairRequest.Create create)
        {
            var path = ArrayPath.Objects(builder.StorageDeviceId, "remote-mirror-copypairs");
            return builder.Create(path, RemoteMirrorCreation.Of(group, create), group.PartnerStorageDeviceId);
        }
        return On(ArrayPath.Object(builder.StorageDeviceId, "remote-mirror-copygroups", IdOf(group, request.WithoutPartner)), group, request);
    }

    public ArrayRequest Pair(PairRef pair, PairRequest request)
    {
        var consistency = request switch
        {
            PairRequest.Resync r => (object?)r.InConsistencyGroup ?? r.ConsistencyGroupId,
            PairRequest.SwapResync r => (object?)r.InConsistencyGroup ?? r.ConsistencyGroupId,
            _ => null,
        };
        if (consistency is not null)
        {
            throw new InvalidPairRequestException("resync of one pair cannot change its consistency group; resync the copy group");
        }
        return On(ArrayPath.Object(builder.StorageDeviceId, "remote-mirror-copypairs", IdOf(pair, request.WithoutPartner)), pair.Group, request);
    }

    private ArrayRequest On(string path, CopyGroupRef group, PairRequest request)
    {
        var partner = request.WithoutPartner ? null : group.PartnerStorageDeviceId;
        return request switch
        {
            PairRequest.Split split => builder.Action(path, "split", Split(group.Technology, split), partner),
            PairRequest.Resync resync => builder.Action(path, "resync", Resync(group.Technology, resync), partner),
            PairRequest.SwapResync swap => builder.Action(path, "resync", SwapResync(group.Technology, swap), partner),
            PairRequest.Takeover takeover => builder.Action(path, "takeover", Takeover(takeover), partner),
            PairRequest.Delete { Force: null } => builder.Delete(path, null, partner),
            PairRequest.Delete => throw new InvalidPairRequestException("delete of a remote pair has no option force; leave it out"),
            _ => throw new InvalidPairRequestException($"{group.Technology.RunbookName()} has no {request.GetType().Name}; "
                + "it has create, split, resync, swapResync, takeover, delete"),
        };
    }

    private static SplitRemoteMirrorRequest Split(Technology technology, PairRequest.Split split)
    {
        var where = $"split of {technology.RunbookName()}";
        PairOptions.Refuse(
            where,
            (nameof(split.Quick), split.Quick),
            (nameof(split.CopyPace), split.CopyPace),
            (nameof(split.ForceSuspend), split.ForceSuspend),
            (nameof(split.ForceSplit), split.ForceSplit),
            (nameof(split.RetentionHours), split.RetentionHours),
            (nameof(split.SvolAccess), technology == Technology.GlobalActiveDevice ? split.SvolAccess : null),
            (nameof(split.ProtectPvol), technology == Technology.TrueCopy ? null : split.ProtectPvol),
            (nameof(split.SuspendData), technology == Technology.UniversalReplicator ? null : split.SuspendData));
        if (split.SvolOperationMode is not (null or PairStatus.SSWS or PairStatus.PSUS))
        {
            throw new InvalidPairRequestException($"{where}: svolOperationMode is {split.SvolOperationMode}; it must be SSWS or PSUS");
        }
        if (split.SvolOperationMode is not null && (split.SvolAccess is not null || split.ProtectPvol == true || split.SuspendData == true))
        {
            throw new InvalidPairRequestException($"{where}: svolOperationMode goes with no other option");
        }
        if (split is { ProtectPvol: true, SvolAccess: HostAccess.ReadWrite })
        {
            throw new InvalidPairRequestException($"{where}: protectPvol does not go with a writable S-VOL; choose one");
        }
        return new SplitRemoteMirrorRequest
        {
            ReplicationType = technology.WireName(),
            SvolAccessMode = split.SvolAccess switch
            {
                null => null,
                HostAccess.Read => "r",
                HostAccess.ReadWrite => "rw",
                _ => throw new InvalidPairRequestException($"{where}: svolAccess is {split.SvolAccess}; it must be Read or ReadWrite"),
            },
            DoPvolWriteProtect = split.ProtectPvol,
            DoDataSuspend = split.SuspendData,
            SvolOperationMode = split.SvolOperationMode?.ToString(),
        };
    }

    private static ResyncRemoteMirrorRequest Resync(Technology technology, PairRequest.Resync resync)
    {
        var where = $"resync of {technology.RunbookName()}";
        var isUr = technology == Technology.UniversalReplicator;
        PairOptions.Refuse(
            where,
            (nameof(resync.Quick), resync.Quick),
            (nameof(resync.AutoSplit), resync.AutoSplit),
            (nameof(resync.RetentionHours), resync.RetentionHours),
            (nameof(resync.Failback), isUr ? null : resync.Failback),
            (nameof(resync.FailbackMuNumber), isUr ? null : resync.FailbackMuNumber));
        PairOptions.Needs(where, "failbackMuNumber", resync.FailbackMuNumber is not null, "failback", resync.Failback == true);
        PairOptions.Range(where, "failbackMuNumber", resync.FailbackMuNumber, 0, 3);
        return Common(technology, where, resync.InConsistencyGroup, resync.ConsistencyGroupId, resync.FenceLevel, resync.CopyPace) with
        {
            DoFailback = resync.Failback,
            FailbackMuNumber = resync.FailbackMuNumber,
        };
    }

    private static ResyncRemoteMirrorRequest SwapResync(Technology technology, PairRequest.SwapResync swap)
    {
        var where = $"swap resync of {technology.RunbookName()}";
        return Common(technology, where, swap.InConsistencyGroup, swap.ConsistencyGroupId, swap.FenceLevel, swap.CopyPace) with { DoSwapSvol = true };
    }

    private static ResyncRemoteMirrorRequest Common(
        Technology technology, string where, bool? inConsistencyGroup, int? consistencyGroupId, FenceLevel? fenceLevel, int? copyPace)
    {
        var isUr = technology == Technology.UniversalReplicator;
        PairOptions.Refuse(
            where,
            ("copyPace", isUr ? copyPace : null),
            ("inConsistencyGroup", isUr ? inConsistencyGroup : null),
            ("consistencyGroupId", isUr ? consistencyGroupId : null),
            ("fenceLevel", technology == Technology.TrueCopy ? null : fenceLevel));
        PairOptions.Range(where, "copyPace", copyPace, 1, 15);
        PairOptions.Range(where, "consistencyGroupId", consistencyGroupId, 0, 255);
        return new ResyncRemoteMirrorRequest
        {
            ReplicationType = technology.WireName(),
            IsConsistencyGroup = inConsistencyGroup,
            ConsistencyGroupId = consistencyGroupId,
            FenceLevel = RemoteMirrorCreation.Fence(where, fenceLevel),
            CopyPace = copyPace,
        };
    }

    private static TakeoverRequest Takeover(PairRequest.Takeover takeover)
    {
        var seconds = takeover.Timeout is { } timeout ? (int?)Math.Ceiling(timeout.TotalSeconds) : null;
        PairOptions.Range("takeover", "timeout in seconds", seconds, 1, 7200);
        return new TakeoverRequest(takeover.Mode == TakeoverMode.Auto ? "auto" : "forceSplit", seconds);
    }
}
