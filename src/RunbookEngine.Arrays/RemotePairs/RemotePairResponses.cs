using RunbookEngine.Arrays.Pairs;

namespace RunbookEngine.Arrays.RemotePairs;

/// <summary>An entry of <c>remote-copypairs</c> as the array spells it.</summary>
internal sealed record RemotePairResponse(
    int? LdevId, string? RemoteSerialNumber, int? RemoteLdevId, string? PrimaryOrSecondary, int? MuNumber, string? Status)
{
    public RemotePairEntry ToEntry() => new()
    {
        LdevId = LdevId!.Value,
        IsPvol = PrimaryOrSecondary == "P-VOL",
        Status = PairVolume.StatusOf(Status),
        StatusText = Status,
        MuNumber = MuNumber,
        RemoteLdevId = RemoteLdevId,
        RemoteSerialNumber = RemoteSerialNumber,
    };
}
