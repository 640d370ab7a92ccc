using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.HostGroups;
using RunbookEngine.Arrays.Requests;
using RunbookEngine.Arrays.Volumes;
using RunbookEngine.Journal;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Volumes;

/// <summary>One change of one volume that can be seen on the volume itself, so that a repetition is recognised and does no harm.</summary>
/// <param name="Word">As the journal names it.</param>
/// <param name="Ldev">The volume.</param>
/// <param name="Place">What it is about: <c>CL1-A,5</c>, a virtual id.</param>
internal abstract partial record VolumeChange(string Word, int Ldev, string Place)
{
    /// <summary>As people and the journal write it.</summary>
    public string Target => $"LDEV {Ldev} {Place}";

    /// <summary>The volume shows it.</summary>
    public abstract bool IsIn(Volume volume);

    /// <summary>What is sent, given the volume as it is.</summary>
    public abstract ArrayRequest Describe(ArrayClient array, Volume volume);

    /// <summary>The change that takes a journalled one back; null when the journal's words are none of ours.</summary>
    public static VolumeChange? Inverse(OperationIntended intent)
    {
        var body = intent.Request.Body is { } text ? JsonElement.Parse(text) : default;
        if (TargetForm().Match(intent.Target) is not { Success: true } target)
        {
            return null;
        }
        var ldev = int.Parse(target.Groups["ldev"].ValueSpan, CultureInfo.InvariantCulture);
        return intent.Action switch
        {
            MapPath.Verb when body.TryGetProperty("portId", out var port) => new UnmapPath(ldev, port.GetString()!, body.GetProperty("hostGroupNumber").GetInt32()),
            UnmapPath.Verb when PathForm().Match(intent.Request.Path) is { Success: true } path => new MapPath(
                ldev, Uri.UnescapeDataString(path.Groups["port"].Value), Number(path, "group"), Number(path, "lun")),
            ReleaseId.Verb => new AssignId(ldev, Id(body)),
            AssignId.Verb or AssignId.Reserve => new ReleaseId(ldev, Id(body)),
            _ => null,
        };
    }

    private static int Number(Match match, string name) => int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture);

    private static int Id(JsonElement body) => body.GetProperty("parameters").GetProperty("virtualLdevId").GetInt32();

    [GeneratedRegex("^LDEV (?<ldev>[0-9]+) ")]
    private static partial Regex TargetForm();

    [GeneratedRegex("/luns/(?<port>[^,/]+),(?<group>[0-9]+),(?<lun>[0-9]+)$")]
    private static partial Regex PathForm();
}

/// <summary>An LU path to a host group.</summary>
/// <param name="Lun">Null: the array's choice.</param>
internal sealed record MapPath(int Ldev, string Port, int HostGroup, int? Lun) : VolumeChange(Verb, Ldev, $"to {Port},{HostGroup}")
{
    public const string Verb = "map";

    public override bool IsIn(Volume volume) => volume.Paths.Any(p => p.PortId == Port && p.HostGroupNumber == HostGroup);

    public override ArrayRequest Describe(ArrayClient array, Volume volume) => array.DescribeRequest(new LuPathRequest.Add(Port, HostGroup, Ldev, Lun));
}

/// <summary>No LU path to a host group.</summary>
internal sealed record UnmapPath(int Ldev, string Port, int HostGroup) : VolumeChange(Verb, Ldev, $"from {Port},{HostGroup}")
{
    public const string Verb = "unmap";

    public override bool IsIn(Volume volume) => !volume.Paths.Any(p => p.PortId == Port && p.HostGroupNumber == HostGroup);

    public override ArrayRequest Describe(ArrayClient array, Volume volume) => array.DescribeRequest(
        new LuPathRequest.Remove(Port, HostGroup, volume.Paths.First(p => p.PortId == Port && p.HostGroupNumber == HostGroup).Lun ?? 0));
}

/// <summary>A virtual LDEV id, or the GAD reserve attribute, which arrays keep in the same place.</summary>
internal sealed record AssignId(int Ldev, int Id)
    : VolumeChange(Id == VolumeRequest.Reserved ? Reserve : Verb, Ldev, Id == VolumeRequest.Reserved ? "the GAD reserve attribute" : $"virtual id {Id}")
{
    public const string Verb = "assign-virtual-id";

    public const string Reserve = "reserve";

    public override bool IsIn(Volume volume) => volume.VirtualId == Id;

    public override ArrayRequest Describe(ArrayClient array, Volume volume) =>
        array.DescribeRequest(Ldev, Id == VolumeRequest.Reserved ? new VolumeRequest.ReserveForGlobalActiveDevice() : new VolumeRequest.AssignVirtualId(Id));
}

/// <summary>That id, or the reserve attribute, gone.</summary>
internal sealed record ReleaseId(int Ldev, int Id)
    : VolumeChange(Verb, Ldev, Id == VolumeRequest.Reserved ? "the GAD reserve attribute" : $"virtual id {Id}")
{
    public const string Verb = "release-virtual-id";

    public override bool IsIn(Volume volume) => volume.VirtualId != Id;

    public override ArrayRequest Describe(ArrayClient array, Volume volume) => array.DescribeRequest(Ldev, new VolumeRequest.ReleaseVirtualId(Id));
}
