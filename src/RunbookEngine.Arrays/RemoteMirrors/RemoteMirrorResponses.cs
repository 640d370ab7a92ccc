using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Arrays.RemoteMirrors;

/// <summary>A remote copy group as the array spells it. It does not say which technology it is; its pairs do.</summary>
internal sealed record RemoteMirrorGroupResponse(
    string? CopyGroupName,
    string? RemoteStorageDeviceId,
    string? LocalDeviceGroupName,
    string? RemoteDeviceGroupName,
    int? MuNumber,
    IReadOnlyList<RemoteMirrorPairResponse>? CopyPairs)
{
    public CopyGroupRef? ToRef(Technology technology, string storageDeviceId, string partnerStorageDeviceId) => CopyGroupName is null ? null : new CopyGroupRef
    {
        Technology = technology,
        StorageDeviceId = storageDeviceId,
        Name = CopyGroupName,
        DeviceGroup = LocalDeviceGroupName ?? CopyGroupName + "P_",
        PartnerDeviceGroup = RemoteDeviceGroupName ?? CopyGroupName + "S_",
        PartnerStorageDeviceId = RemoteStorageDeviceId ?? partnerStorageDeviceId,
    };
}

/// <summary>A TC, UR or GAD pair as the array spells it.</summary>
internal sealed record RemoteMirrorPairResponse(
    string? CopyPairName,
    string? ReplicationType,
    int? ConsistencyGroupId,
    string? FenceLevel,
    int? PvolLdevId,
    int? SvolLdevId,
    string? PvolStorageDeviceId,
    string? SvolStorageDeviceId,
    string? PvolStatus,
    string? SvolStatus,
    int? PvolJournalId,
    int? SvolJournalId,
    [property: System.Text.Json.Serialization.JsonPropertyName("pvolIOMode")] string? PvolIoMode,
    [property: System.Text.Json.Serialization.JsonPropertyName("svolIOMode")] string? SvolIoMode,
    int? QuorumDiskId,
    int? CopyProgressRate,
    string? PvolDifferenceDataManagement,
    string? SvolDifferenceDataManagement,
    string? PvolProcessingStatus,
    string? SvolProcessingStatus,
    string? TransitionStatus,
    string? DeltaStatus)
{
    public Pair ToPair(CopyGroupRef group, int? muNumber) => new()
    {
        Ref = new PairRef(group, CopyPairName ?? ""),
        Technology = ReplicationType is null ? null : TechnologyNames.FromWire(ReplicationType),
        Pvol = new PairVolume
        {
            LdevId = PvolLdevId,
            StorageDeviceId = PvolStorageDeviceId,
            Status = PairVolume.StatusOf(PvolStatus),
            StatusText = PvolStatus,
            JournalId = PvolJournalId,
            IoMode = PvolIoMode,
            DifferenceData = PvolDifferenceDataManagement,
            IsExpanding = PvolProcessingStatus is null ? null : PvolProcessingStatus == "E",
        },
        Svol = new PairVolume
        {
            LdevId = SvolLdevId,
            StorageDeviceId = SvolStorageDeviceId,
            Status = PairVolume.StatusOf(SvolStatus),
            StatusText = SvolStatus,
            JournalId = SvolJournalId,
            IoMode = SvolIoMode,
            DifferenceData = SvolDifferenceDataManagement,
            IsExpanding = SvolProcessingStatus is null ? null : SvolProcessingStatus == "E",
        },
        ProgressPercent = CopyProgressRate,
        ConsistencyGroupId = ConsistencyGroupId,
        FenceLevel = Fence(FenceLevel),
        MuNumber = muNumber,
        QuorumDiskId = QuorumDiskId,
        TransitionStatus = TransitionStatus is "None" ? null : TransitionStatus,
        DeltaStatus = DeltaStatus,
    };

    private static FenceLevel? Fence(string? text) => text switch
    {
        "NEVER" => Replication.Vocabulary.FenceLevel.Never,
        "DATA" => Replication.Vocabulary.FenceLevel.Data,
        "STATUS" => Replication.Vocabulary.FenceLevel.Status,
        "ASYNC" => Replication.Vocabulary.FenceLevel.Async,
        _ => null,
    };
}
