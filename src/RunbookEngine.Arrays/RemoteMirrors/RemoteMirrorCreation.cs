using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.RemoteMirrors;

/// <summary>The creation of a TC, UR or GAD pair: which options go with which technology.</summary>
internal static class RemoteMirrorCreation
{
    public static CreateRemoteMirrorRequest Of(CopyGroupRef group, PairRequest.Create create)
    {
        var where = $"create of a {group.Technology.RunbookName()} pair";
        if (create.WithoutPartner)
        {
            throw new InvalidPairRequestException($"{where} needs the partner array; it cannot be made without it");
        }
        var isNew = PairOptions.Required(where, "newGroup (true for the first pair of a group)", create.NewGroup);
        RefuseForeign(where, create);
        Check(where, group.Technology, create, isNew);
        return new CreateRemoteMirrorRequest
        {
            CopyGroupName = PairOptions.Name(where, "copy group name", group.Name, isNew ? 29 : 31),
            CopyPairName = PairOptions.Name(where, "pair name", create.PairName, 31),
            ReplicationType = group.Technology.WireName(),
            RemoteStorageDeviceId = group.PartnerStorageDeviceId!,
            PvolLdevId = create.PvolLdevId,
            SvolLdevId = PairOptions.Required(where, "svolLdevId", create.SvolLdevId),
            IsNewGroupCreation = isNew,
            LocalDeviceGroupName = PairOptions.Name(where, "device group name", group.DeviceGroup, 31),
            RemoteDeviceGroupName = PairOptions.Name(where, "device group name", group.PartnerDeviceGroup, 31),
            PathGroupId = create.PathGroupId,
            MuNumber = create.MuNumber,
            IsConsistencyGroup = create.InConsistencyGroup,
            ConsistencyGroupId = create.ConsistencyGroupId,
            FenceLevel = group.Technology == Technology.UniversalReplicator ? "ASYNC" : Fence(where, create.FenceLevel),
            CopyPace = create.CopyPace,
            DoInitialCopy = create.InitialCopy,
            IsDataReductionForceCopy = create.DataReductionForceCopy,
            PvolJournalId = create.PvolJournalId,
            SvolJournalId = create.SvolJournalId,
            DoDeltaResyncSuspend = create.DeltaResyncSuspend,
            QuorumDiskId = create.QuorumDiskId,
        };
    }

    public static string? Fence(string where, FenceLevel? level) => level switch
    {
        null => null,
        FenceLevel.Never => "NEVER",
        FenceLevel.Data => "DATA",
        FenceLevel.Status => "STATUS",
        _ => throw new InvalidPairRequestException($"{where}: fenceLevel must be Never, Data or Status"),
    };

    private static void RefuseForeign(string where, PairRequest.Create create) => PairOptions.Refuse(
        where,
        (nameof(create.AutoSplit), create.AutoSplit),
        (nameof(create.Quick), create.Quick),
        (nameof(create.VolumeMigration), create.VolumeMigration ? true : null),
        (nameof(create.SnapshotPoolId), create.SnapshotPoolId),
        (nameof(create.CanCascade), create.CanCascade),
        (nameof(create.IsClone), create.IsClone),
        (nameof(create.ClonesAutomation), create.ClonesAutomation),
        (nameof(create.CopySpeed), create.CopySpeed),
        (nameof(create.RetentionHours), create.RetentionHours));

    private static void Check(string where, Technology technology, PairRequest.Create create, bool isNew)
    {
        var (isTc, isUr, isGad) = (technology == Technology.TrueCopy, technology == Technology.UniversalReplicator, technology == Technology.GlobalActiveDevice);
        PairOptions.Refuse(
            where,
            ("fenceLevel", isUr ? create.FenceLevel : isGad && create.FenceLevel != FenceLevel.Never ? create.FenceLevel : null),
            ("inConsistencyGroup (its pairs always are in one)", isUr ? create.InConsistencyGroup : null),
            ("copyPace (it is a setting of the journal)", isUr ? create.CopyPace : null),
            ("muNumber", isTc ? create.MuNumber : null),
            ("pvolJournalId", isUr ? null : create.PvolJournalId),
            ("svolJournalId", isUr ? null : create.SvolJournalId),
            ("deltaResyncSuspend", isUr ? null : create.DeltaResyncSuspend),
            ("quorumDiskId", isGad ? null : create.QuorumDiskId));
        if (isUr && isNew != (create.PvolJournalId is not null && create.SvolJournalId is not null))
        {
            throw new InvalidPairRequestException(isNew
                ? $"{where} in a new group needs pvolJournalId and svolJournalId"
                : $"{where} in an existing group takes its journals; leave pvolJournalId and svolJournalId out");
        }
        if (isGad)
        {
            PairOptions.Required(where, "quorumDiskId", create.QuorumDiskId);
        }
        PairOptions.Needs(where, "muNumber", create.MuNumber is not null, "newGroup: all pairs of a group have one mirror unit", isNew);
        PairOptions.Needs(where, "consistencyGroupId", !isUr && create.ConsistencyGroupId is not null, "inConsistencyGroup", create.InConsistencyGroup == true);
        PairOptions.Range(where, "copyPace", create.CopyPace, 1, 15);
        PairOptions.Range(where, "muNumber", create.MuNumber, 0, 3);
        PairOptions.Range(where, "consistencyGroupId", create.ConsistencyGroupId, 0, 255);
        PairOptions.Range(where, "pathGroupId", create.PathGroupId, 0, 255);
        PairOptions.Range(where, "pvolJournalId", create.PvolJournalId, 0, 255);
        PairOptions.Range(where, "svolJournalId", create.SvolJournalId, 0, 255);
        PairOptions.Range(where, "quorumDiskId", create.QuorumDiskId, 0, 31);
        PairOptions.Range(where, "pvolLdevId", create.PvolLdevId, 0, PairOptions.MaxLdevId);
        PairOptions.Range(where, "svolLdevId", create.SvolLdevId, 0, PairOptions.MaxLdevId);
    }
}
