using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Wire;

namespace RunbookEngine.Arrays.Snapshots;

/// <summary>What is sent for each request on snapshot groups and snapshots.</summary>
internal sealed class SnapshotDescriber(RequestBuilder builder)
{
    private static readonly string[] CopySpeeds = ["slower", "medium", "faster"];
    private static readonly string[] VirtualCloneOperations = ["create", "convert", "restore"];

    /// <summary><c>pvolLdevId,muNumber</c>: two numbers and a comma that stays.</summary>
    public static string IdOf(PairRef pair) => ArrayPath.Id(pair.Name.Split(','));

    public static bool FitsPath(string name) => name != "." && !name.Contains('/') && !name.Contains('\\');

    public ArrayRequest Group(CopyGroupRef group, PairRequest request)
    {
        if (request is PairRequest.Create create)
        {
            return builder.Create(ArrayPath.Objects(builder.StorageDeviceId, "snapshots"), Create(group, create));
        }
        if (!FitsPath(group.Name))
        {
            throw new InvalidPairRequestException($"snapshot group '{group.Name}' cannot be named in a request; operate its snapshots one by one");
        }
        if (request is PairRequest.AssignVolume or PairRequest.UnassignVolume)
        {
            throw new InvalidPairRequestException("a volume is assigned to one snapshot, not to a snapshot group");
        }
        return On(ArrayPath.Object(builder.StorageDeviceId, "snapshot-groups", ArrayPath.Id(group.Name)), request);
    }

    public ArrayRequest Pair(PairRef pair, PairRequest request) =>
        On(ArrayPath.Object(builder.StorageDeviceId, "snapshots", IdOf(pair)), request);

    private ArrayRequest On(string path, PairRequest request) => request switch
    {
        PairRequest.Split split => builder.Action(path, "split", Split(split)),
        PairRequest.Resync resync => builder.Action(path, "resync", Resync(resync)),
        PairRequest.Restore restore => builder.Action(path, "restore", Restore(restore)),
        PairRequest.MakeClone clone => builder.Action(path, "clone", new SnapshotActionRequest { CopySpeed = Word("clone", "copySpeed", clone.CopySpeed, CopySpeeds) }),
        PairRequest.AssignVolume assign => builder.Action(path, "assign-volume", new SnapshotActionRequest { SvolLdevId = assign.SvolLdevId }),
        PairRequest.UnassignVolume => builder.Action(path, "unassign-volume", null),
        PairRequest.SetRetention set => builder.Action(path, "set-retention", new SnapshotActionRequest { RetentionPeriod = Hours("set-retention", set.RetentionHours) }),
        PairRequest.VirtualClone clone => builder.Action(
            path, "virtual-clone", new SnapshotActionRequest { OperationType = Word("virtual clone", "operationType", clone.OperationType, VirtualCloneOperations) }),
        PairRequest.Delete { Force: null } => builder.Delete(path),
        PairRequest.Delete => throw new InvalidPairRequestException("delete of a snapshot has no option force; leave it out"),
        _ => throw new InvalidPairRequestException($"Thin Image has no {request.GetType().Name}; it has create, split, resync, restore, makeClone, "
            + "assignVolume, unassignVolume, setRetention, virtualClone, delete"),
    };

    private static SnapshotActionRequest Split(PairRequest.Split split)
    {
        const string Where = "split of Thin Image";
        PairOptions.Refuse(
            Where,
            (nameof(split.Quick), split.Quick),
            (nameof(split.CopyPace), split.CopyPace),
            (nameof(split.ForceSuspend), split.ForceSuspend),
            (nameof(split.ForceSplit), split.ForceSplit),
            (nameof(split.SvolAccess), split.SvolAccess),
            (nameof(split.ProtectPvol), split.ProtectPvol),
            (nameof(split.SuspendData), split.SuspendData),
            (nameof(split.SvolOperationMode), split.SvolOperationMode));
        return new SnapshotActionRequest { RetentionPeriod = Hours(Where, split.RetentionHours) };
    }

    private static SnapshotActionRequest Resync(PairRequest.Resync resync)
    {
        const string Where = "resync of Thin Image";
        PairOptions.Refuse(
            Where,
            (nameof(resync.Quick), resync.Quick),
            (nameof(resync.CopyPace), resync.CopyPace),
            (nameof(resync.InConsistencyGroup), resync.InConsistencyGroup),
            (nameof(resync.ConsistencyGroupId), resync.ConsistencyGroupId),
            (nameof(resync.FenceLevel), resync.FenceLevel),
            (nameof(resync.Failback), resync.Failback),
            (nameof(resync.FailbackMuNumber), resync.FailbackMuNumber));
        PairOptions.Needs(Where, "retentionHours", resync.RetentionHours is not null, "autoSplit", resync.AutoSplit == true);
        return new SnapshotActionRequest { AutoSplit = resync.AutoSplit, RetentionPeriod = Hours(Where, resync.RetentionHours) };
    }

    private static SnapshotActionRequest Restore(PairRequest.Restore restore)
    {
        PairOptions.Refuse("restore of Thin Image", (nameof(restore.Quick), restore.Quick), (nameof(restore.CopyPace), restore.CopyPace));
        return new SnapshotActionRequest { AutoSplit = restore.AutoSplit };
    }

    private static CreateSnapshotRequest Create(CopyGroupRef group, PairRequest.Create create)
    {
        const string Where = "create of a Thin Image pair";
        PairOptions.Refuse(
            Where,
            (nameof(create.PairName), create.PairName),
            (nameof(create.ConsistencyGroupId), create.ConsistencyGroupId),
            (nameof(create.Quick), create.Quick),
            (nameof(create.CopyPace), create.CopyPace),
            (nameof(create.VolumeMigration), create.VolumeMigration ? true : null),
            (nameof(create.PathGroupId), create.PathGroupId),
            (nameof(create.InitialCopy), create.InitialCopy),
            (nameof(create.FenceLevel), create.FenceLevel),
            (nameof(create.PvolJournalId), create.PvolJournalId),
            (nameof(create.SvolJournalId), create.SvolJournalId),
            (nameof(create.DeltaResyncSuspend), create.DeltaResyncSuspend),
            (nameof(create.QuorumDiskId), create.QuorumDiskId));
        PairOptions.Needs(Where, "isClone", create.IsClone == true, "svolLdevId", create.SvolLdevId is not null);
        PairOptions.Needs(Where, "clonesAutomation", create.ClonesAutomation == true, "isClone", create.IsClone == true);
        PairOptions.Needs(Where, "copySpeed", create.CopySpeed is not null, "clonesAutomation", create.ClonesAutomation == true);
        PairOptions.Needs(Where, "retentionHours", create.RetentionHours is not null, "autoSplit", create.AutoSplit == true);
        if (create is { IsClone: true, AutoSplit: true } or { IsClone: true, CanCascade: false })
        {
            throw new InvalidPairRequestException($"{Where}: isClone goes with canCascade and without autoSplit");
        }
        PairOptions.Range(Where, "muNumber", create.MuNumber, 0, 1023);
        PairOptions.Range(Where, "pvolLdevId", create.PvolLdevId, 0, PairOptions.MaxLdevId);
        PairOptions.Range(Where, "svolLdevId", create.SvolLdevId, 0, PairOptions.MaxLdevId);
        return new CreateSnapshotRequest
        {
            SnapshotGroupName = group.Name.Length is > 0 and <= 32
                ? group.Name
                : throw new InvalidPairRequestException($"{Where}: snapshot group name '{group.Name}' must be 1 to 32 characters"),
            SnapshotPoolId = PairOptions.Required(Where, "snapshotPoolId", create.SnapshotPoolId),
            PvolLdevId = create.PvolLdevId,
            SvolLdevId = create.SvolLdevId,
            MuNumber = create.MuNumber,
            IsConsistencyGroup = create.InConsistencyGroup,
            AutoSplit = create.AutoSplit,
            CanCascade = create.CanCascade,
            IsClone = create.IsClone,
            ClonesAutomation = create.ClonesAutomation,
            CopySpeed = Word(Where, "copySpeed", create.CopySpeed, CopySpeeds),
            IsDataReductionForceCopy = create.DataReductionForceCopy,
            RetentionPeriod = Hours(Where, create.RetentionHours),
        };
    }

    private static int? Hours(string where, int? hours)
    {
        PairOptions.Range(where, "retentionHours", hours, 1, 12288);
        return hours;
    }

    private static string? Word(string where, string option, string? word, string[] allowed) => word is null || allowed.Contains(word)
        ? word
        : throw new InvalidPairRequestException($"{where}: {option} is '{word}'; it must be {string.Join(", ", allowed)}");
}
