using RunbookEngine.Activities.Pairs;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Forecasts;

/// <summary>Copy groups on the same arrays that may share volumes with those in question.</summary>
internal static class NeighbourGroups
{
    /// <summary>Groups that are read; beyond this none of them is, and their states are not known.</summary>
    private const int Most = 100;

    private static readonly IReadOnlyList<Technology> Replicas = [Technology.TrueCopy, Technology.UniversalReplicator, Technology.GlobalActiveDevice];

    /// <param name="technologies">Only these; null: all that may share volumes.</param>
    public static async Task<IReadOnlyList<PairUnit>> OfAsync(
        ArrayFleet fleet, IReadOnlyList<PairUnit> units, IReadOnlySet<Technology>? technologies, CancellationToken cancellationToken)
    {
        var known = units.Select(u => u.Group.Key).ToHashSet();
        var places = units.SelectMany(u => Places(fleet, u)).Where(p => technologies?.Contains(p.Technology) != false).Distinct().ToList();
        var found = await Task.WhenAll(places.Select(p => ListAsync(fleet, p, cancellationToken)));
        var others = found.SelectMany(f => f).Where(u => !known.Contains(u.Group.Key)).DistinctBy(u => u.Group.Key).ToList();
        return others.Count > Most ? [] : others;
    }

    /// <summary>What only makes a prediction better may be missing.</summary>
    private static async Task<IEnumerable<PairUnit>> ListAsync(
        ArrayFleet fleet, (Technology Technology, string Array, string? Remote) place, CancellationToken cancellationToken)
    {
        try
        {
            var partner = place.Remote is null ? null : fleet[place.Remote].StorageDeviceId;
            var target = new PlanTarget { Name = "", Technology = place.Technology.RunbookName(), Array = place.Array, RemoteArray = place.Remote };
            return (await fleet[place.Array].ListCopyGroupsAsync(place.Technology, partner, null, cancellationToken))
                .Select(g => PairUnit.Of(fleet, target, new PlanCopyGroup(g.Name, g.DeviceGroup ?? "", g.PartnerDeviceGroup ?? ""), null));
        }
        catch (ArrayApiException)
        {
            return [];
        }
    }

    private static IEnumerable<(Technology Technology, string Array, string? Remote)> Places(ArrayFleet fleet, PairUnit unit)
    {
        foreach (var array in new[] { unit.Target.Array, unit.Target.RemoteArray }.OfType<string>())
        {
            yield return (Technology.ShadowImage, array, null);
        }
        foreach (var technology in Replicas)
        {
            foreach (var partner in fleet.Arrays.Select(a => a.Name)
                .Where(a => a != unit.Target.Array && (unit.Target.RemoteArray is null || a == unit.Target.RemoteArray)))
            {
                yield return (technology, unit.Target.Array, partner);
            }
        }
    }
}
