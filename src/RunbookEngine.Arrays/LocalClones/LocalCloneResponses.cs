using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.LocalClones;

/// <summary>A ShadowImage copy group as the array spells it (lower-case g in <c>Copygroup</c>).</summary>
internal sealed record LocalCloneGroupResponse(
    string? LocalCloneCopygroupId,
    string? CopyGroupName,
    string? PvolDeviceGroupName,
    string? SvolDeviceGroupName)
{
    public CopyGroupRef? ToRef(string storageDeviceId) => CopyGroupName is null ? null : new CopyGroupRef
    {
        Technology = Technology.ShadowImage,
        StorageDeviceId = storageDeviceId,
        Name = CopyGroupName,
        DeviceGroup = PvolDeviceGroupName ?? CopyGroupName + "P_",
        PartnerDeviceGroup = SvolDeviceGroupName ?? CopyGroupName + "S_",
    };
}

/// <summary>A ShadowImage pair as the array spells it.</summary>
internal sealed record LocalClonePairResponse(
    string? CopyPairName,
    string? CopyMode,
    int? CopyProgressRate,
    int? PvolLdevId,
    int? SvolLdevId,
    int? PvolMuNumber,
    string? PvolStatus,
    string? SvolStatus,
    int? ConsistencyGroupId,
    string? PvolDifferenceDataManagement,
    string? SvolDifferenceDataManagement,
    string? PvolProcessingStatus,
    string? SvolProcessingStatus)
{
    public Pair ToPair(CopyGroupRef group) => new()
    {
        Ref = new PairRef(group, CopyPairName ?? ""),
        Technology = Technology.ShadowImage,
        Pvol = Side(group, PvolLdevId, PvolStatus, PvolDifferenceDataManagement, PvolProcessingStatus),
        Svol = Side(group, SvolLdevId, SvolStatus, SvolDifferenceDataManagement, SvolProcessingStatus),
        ProgressPercent = CopyProgressRate,
        ConsistencyGroupId = ConsistencyGroupId,
        MuNumber = PvolMuNumber,
        IsVolumeMigration = CopyMode == "NotSynchronized",
    };

    private static PairVolume Side(CopyGroupRef group, int? ldevId, string? status, string? differences, string? processing) => new()
    {
        LdevId = ldevId,
        StorageDeviceId = group.StorageDeviceId,
        Status = PairVolume.StatusOf(status),
        StatusText = status,
        DifferenceData = differences,
        IsExpanding = processing is null ? null : processing == "E",
    };
}
