using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Arrays.Pairs;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Connections;

/// <summary>Copy groups that a target could mean.</summary>
/// <param name="Groups">By name.</param>
/// <param name="Absent">Alias of the array that did not answer, so that the other one was asked alone; null when both did.</param>
/// <param name="Unlisted">The array that answers does not list its remote copy groups alone: only those whose names were known were looked for.</param>
public sealed record TargetListing(IReadOnlyList<PlanCopyGroup> Groups, string? Absent = null, bool Unlisted = false);

/// <summary>Lists the copy groups that a target could mean, so that its names and globs can be pinned when a run starts.</summary>
public sealed class TargetLookup(ArrayConnections connections)
{
    /// <param name="plan">Names the environment, and how long a silent array is waited for.</param>
    /// <param name="target">Its technology, array and partner say where to look; its patterns are not read.</param>
    /// <param name="named">Only groups whose name this accepts; null for all.</param>
    /// <param name="known">Groups to look for by name where an array lists none without its partner: those that are written out, and those met
    /// earlier. Device groups may be empty. Null: none.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="ArrayApiException">The array refused or cannot be reached.</exception>
    /// <exception cref="ArgumentException">The environment does not know the array, or describes it badly.</exception>
    public async Task<TargetListing> ListAsync(
        Plan plan, PlanTarget target, Func<string, bool>? named, Func<Task<IReadOnlyList<PlanCopyGroup>>>? known, CancellationToken cancellationToken)
    {
        var technology = TechnologyNames.FromRunbook(target.Technology)
            ?? throw new ArgumentException($"target {target.Name}: '{target.Technology}' is no technology");
        var fleet = connections.For(plan);
        var array = fleet.Find(target.Array) ?? throw Unknown(plan, target, target.Array);
        if (!technology.IsRemote())
        {
            return new TargetListing(Pinned(array, await array.ListCopyGroupsAsync(technology, null, named, cancellationToken)));
        }
        var partner = target.RemoteArray is { } alias
            ? fleet.Find(alias) ?? throw Unknown(plan, target, alias)
            : throw new ArgumentException(
            $"target {target.Name}: a {target.Technology} target needs 'remoteArray', or one link of {target.Array} in the environment");
        try
        {
            return new TargetListing(Pinned(array, await array.ListCopyGroupsAsync(technology, partner.StorageDeviceId, named, cancellationToken)));
        }
        catch (ArrayApiException e) when (Survivor.Of(fleet, Between(technology, array, partner), array, e.Error) is not null)
        {
            var left = Survivor.Of(fleet, Between(technology, array, partner), array, e.Error)!;
            var gone = left == array ? partner : array;
            try
            {
                var found = await left.ListCopyGroupsAloneAsync(technology, gone.StorageDeviceId, named, cancellationToken);
                return new TargetListing(Pinned(array, found), gone.Name);
            }
            catch (ArrayApiException refused) when (refused.Error.Kind is ArrayErrorKind.Unauthorized or ArrayErrorKind.Forbidden or ArrayErrorKind.Refused)
            {
                var candidates = known is null ? [] : (await known()).Where(g => named?.Invoke(g.Name) ?? true);
                return new TargetListing(Pinned(array, await ByNameAsync(technology, array, left, gone, candidates, cancellationToken)), gone.Name, Unlisted: true);
            }
        }
    }

    private static CopyGroupRef Between(Technology technology, ArrayClient array, ArrayClient partner) => new()
    {
        Technology = technology,
        StorageDeviceId = array.StorageDeviceId,
        Name = "",
        PartnerStorageDeviceId = partner.StorageDeviceId,
    };

    /// <summary>Reads each candidate at the array that is left, under the device groups it was met with or the arrays' own names for them.</summary>
    private static async Task<IReadOnlyList<CopyGroupRef>> ByNameAsync(
        Technology technology, ArrayClient array, ArrayClient left, ArrayClient gone, IEnumerable<PlanCopyGroup> candidates, CancellationToken cancellationToken)
    {
        var partner = left == array ? gone : left;
        var found = new Dictionary<string, CopyGroupRef>(StringComparer.Ordinal);
        foreach (var group in candidates)
        {
            (string, string)[] namings = group.LocalDeviceGroup.Length > 0 ? [(group.LocalDeviceGroup, group.RemoteDeviceGroup)]
                : [($"{group.Name}S_", $"{group.Name}P_"), ($"{group.Name}P_", $"{group.Name}S_")];
            foreach (var (own, other) in namings)
            {
                var reference = Between(technology, array, partner) with { Name = group.Name, DeviceGroup = own, PartnerDeviceGroup = other };
                var read = found.ContainsKey(group.Name) ? null
                    : await left.ReadCopyGroupAsync(reference, PairReadOptions.Default with { WithoutPartner = true }, cancellationToken);
                if (read?.Pairs.Any(p => p.Technology is null || p.Technology == technology) == true)
                {
                    found[group.Name] = reference;
                }
            }
        }
        return [.. found.Values];
    }

    /// <summary>As the target's array names them.</summary>
    private static IReadOnlyList<PlanCopyGroup> Pinned(ArrayClient array, IEnumerable<CopyGroupRef> groups) =>
    [
        .. groups.Select(g => g.PartnerStorageDeviceId is null ? g : g.SeenFrom(array.StorageDeviceId))
            .Select(g => new PlanCopyGroup(g.Name, g.DeviceGroup ?? "", g.PartnerDeviceGroup ?? ""))
            .OrderBy(g => g.Name, StringComparer.Ordinal),
    ];

    private static ArgumentException Unknown(Plan plan, PlanTarget target, string alias) =>
        new($"target {target.Name}: the environment {plan.Environment.Name} has no array '{alias}'");
}
