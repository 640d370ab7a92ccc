using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.LocalClones;

/// <summary>What is sent for each request on ShadowImage groups and pairs.</summary>
internal sealed class LocalCloneDescriber(RequestBuilder builder)
{
    public static string IdOf(CopyGroupRef group) => ArrayPath.Id(group.Name, group.DeviceGroup!, group.PartnerDeviceGroup!);

    public static string IdOf(PairRef pair) => $"{IdOf(pair.Group)},{Uri.EscapeDataString(pair.Name)}";

    public ArrayRequest Group(CopyGroupRef group, PairRequest request)
    {
        if (request is PairRequest.Create create)
        {
            return builder.Create(ArrayPath.Objects(builder.StorageDeviceId, "local-clone-copypairs"), Create(group, create));
        }
        var path = ArrayPath.Object(builder.StorageDeviceId, "local-clone-copygroups", IdOf(group));
        return request is PairRequest.Delete { Force: { } force }
            ? builder.Delete(path, new DeleteLocalCloneGroupRequest(force))
            : On(path, request);
    }

    public ArrayRequest Pair(PairRef pair, PairRequest request)
    {
        if (request is PairRequest.Delete { Force: not null })
        {
            throw new InvalidPairRequestException("delete of one ShadowImage pair has no option force; it exists for a whole group");
        }
        return On(ArrayPath.Object(builder.StorageDeviceId, "local-clone-copypairs", IdOf(pair)), request);
    }

    private ArrayRequest On(string path, PairRequest request) => request switch
    {
        PairRequest.Split split => builder.Action(path, "split", Split(split)),
        PairRequest.Resync resync => builder.Action(path, "resync", Resync(resync)),
        PairRequest.Restore restore => builder.Action(path, "restore", Restore(restore)),
        PairRequest.Migrate => builder.Action(path, "migrate", null),
        PairRequest.Delete => builder.Delete(path),
        _ => throw new InvalidPairRequestException($"ShadowImage has no {request.GetType().Name}; it has create, split, resync, restore, migrate, delete"),
    };

    private static LocalCloneActionRequest Split(PairRequest.Split split)
    {
        const string Where = "split of ShadowImage";
        PairOptions.Refuse(
            Where,
            (nameof(split.SvolAccess), split.SvolAccess),
            (nameof(split.ProtectPvol), split.ProtectPvol),
            (nameof(split.SuspendData), split.SuspendData),
            (nameof(split.SvolOperationMode), split.SvolOperationMode),
            (nameof(split.RetentionHours), split.RetentionHours));
        PairOptions.Range(Where, "copyPace", split.CopyPace, 1, 15);
        return new LocalCloneActionRequest
        {
            QuickMode = split.Quick,
            CopyPace = split.CopyPace,
            ForceSuspend = split.ForceSuspend,
            ForceSplit = split.ForceSplit,
        };
    }

    private static LocalCloneActionRequest Resync(PairRequest.Resync resync)
    {
        const string Where = "resync of ShadowImage";
        PairOptions.Refuse(
            Where,
            (nameof(resync.InConsistencyGroup), resync.InConsistencyGroup),
            (nameof(resync.ConsistencyGroupId), resync.ConsistencyGroupId),
            (nameof(resync.FenceLevel), resync.FenceLevel),
            (nameof(resync.Failback), resync.Failback),
            (nameof(resync.FailbackMuNumber), resync.FailbackMuNumber),
            (nameof(resync.AutoSplit), resync.AutoSplit),
            (nameof(resync.RetentionHours), resync.RetentionHours));
        PairOptions.Range(Where, "copyPace", resync.CopyPace, 1, 15);
        return new LocalCloneActionRequest { QuickMode = resync.Quick, CopyPace = resync.CopyPace };
    }

    private static LocalCloneActionRequest Restore(PairRequest.Restore restore)
    {
        const string Where = "restore of ShadowImage";
        PairOptions.Refuse(Where, (nameof(restore.AutoSplit), restore.AutoSplit));
        PairOptions.Range(Where, "copyPace", restore.CopyPace, 1, 15);
        return new LocalCloneActionRequest { QuickMode = restore.Quick, CopyPace = restore.CopyPace };
    }

    private static CreateLocalCloneRequest Create(CopyGroupRef group, PairRequest.Create create)
    {
        const string Where = "create of a ShadowImage pair";
        PairOptions.Refuse(
            Where,
            (nameof(create.PathGroupId), create.PathGroupId),
            (nameof(create.InitialCopy), create.InitialCopy),
            (nameof(create.FenceLevel), create.FenceLevel),
            (nameof(create.PvolJournalId), create.PvolJournalId),
            (nameof(create.SvolJournalId), create.SvolJournalId),
            (nameof(create.DeltaResyncSuspend), create.DeltaResyncSuspend),
            (nameof(create.QuorumDiskId), create.QuorumDiskId),
            (nameof(create.SnapshotPoolId), create.SnapshotPoolId),
            (nameof(create.CanCascade), create.CanCascade),
            (nameof(create.IsClone), create.IsClone),
            (nameof(create.ClonesAutomation), create.ClonesAutomation),
            (nameof(create.CopySpeed), create.CopySpeed),
            (nameof(create.RetentionHours), create.RetentionHours));
        if (create.VolumeMigration)
        {
            PairOptions.Refuse(
                "create of a volume migration pair",
                (nameof(create.AutoSplit), create.AutoSplit),
                (nameof(create.Quick), create.Quick),
                (nameof(create.InConsistencyGroup), create.InConsistencyGroup),
                (nameof(create.CopyPace), create.CopyPace));
        }
        var isNew = PairOptions.Required(Where, "newGroup (true for the first pair of a group)", create.NewGroup);
        PairOptions.Needs(Where, "quick", create.Quick == true, "autoSplit", create.AutoSplit == true);
        PairOptions.Needs(Where, "consistencyGroupId", create.ConsistencyGroupId is not null, "inConsistencyGroup", create.InConsistencyGroup == true);
        PairOptions.Needs(Where, "muNumber", create.MuNumber is not null, "newGroup: all pairs of a group have one mirror unit", isNew);
        if (create is { AutoSplit: true, InConsistencyGroup: true })
        {
            throw new InvalidPairRequestException($"{Where}: autoSplit does not go with a consistency group; split the group afterwards");
        }
        PairOptions.Range(Where, "copyPace", create.CopyPace, 1, 15);
        PairOptions.Range(Where, "muNumber", create.MuNumber, 0, 2);
        PairOptions.Range(Where, "consistencyGroupId", create.ConsistencyGroupId, 0, 255);
        PairOptions.Range(Where, "pvolLdevId", create.PvolLdevId, 0, PairOptions.MaxLdevId);
        PairOptions.Range(Where, "svolLdevId", create.SvolLdevId, 0, PairOptions.MaxLdevId);
        return new CreateLocalCloneRequest
        {
            CopyGroupName = PairOptions.Name(Where, "copy group name", group.Name, isNew ? 29 : 31),
            CopyPairName = PairOptions.Name(Where, "pair name", create.PairName, 31),
            PvolLdevId = create.PvolLdevId,
            SvolLdevId = PairOptions.Required(Where, "svolLdevId", create.SvolLdevId),
            IsNewGroupCreation = isNew,
            PvolDeviceGroupName = PairOptions.Name(Where, "device group name", group.DeviceGroup, 31),
            SvolDeviceGroupName = PairOptions.Name(Where, "device group name", group.PartnerDeviceGroup, 31),
            PvolMuNumber = create.MuNumber,
            IsConsistencyGroup = create.InConsistencyGroup,
            ConsistencyGroupId = create.ConsistencyGroupId,
            AutoSplit = create.AutoSplit,
            QuickMode = create.Quick,
            CopyPace = create.CopyPace,
            IsDataReductionForceCopy = create.DataReductionForceCopy,
            CopyMode = create.VolumeMigration ? "NotSynchronized" : null,
        };
    }
}
