using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary>What one request is about: a copy group of a target, or one pair of it.</summary>
/// <param name="Pair">The copy pair's name; null for the whole group.</param>
internal sealed record PairUnit(PlanTarget Target, Technology Technology, CopyGroupRef Group, string? Pair)
{
    /// <summary>As people write it: <c>erp-ur-01</c> or <c>erp-ur-01/db01</c>.</summary>
    public string Name => Pair is null ? Group.Name : $"{Group.Name}/{Pair}";

    /// <summary>True when the pair belongs to what was asked for.</summary>
    public bool Covers(string pair) => Pair is null || Pair == pair;

    public static PairUnit Of(ArrayFleet fleet, PlanTarget target, PlanCopyGroup group, string? pair)
    {
        var technology = TechnologyNames.FromRunbook(target.Technology)!.Value;
        return new PairUnit(target, technology, new CopyGroupRef
        {
            Technology = technology,
            StorageDeviceId = fleet[target.Array].StorageDeviceId,
            Name = group.Name,
            DeviceGroup = group.LocalDeviceGroup.Length > 0 ? group.LocalDeviceGroup : Default(technology, group.Name, "P_"),
            PartnerDeviceGroup = group.RemoteDeviceGroup.Length > 0 ? group.RemoteDeviceGroup : Default(technology, group.Name, "S_"),
            PartnerStorageDeviceId = technology.IsRemote() ? fleet[target.RemoteArray ?? ""].StorageDeviceId : null,
        }, pair);
    }

    private static string? Default(Technology technology, string group, string suffix) => technology == Technology.ThinImage ? null
        : group + suffix;
}
