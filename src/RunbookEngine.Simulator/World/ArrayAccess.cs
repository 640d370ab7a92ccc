using RunbookEngine.Simulator.Rest;
using RunbookEngine.Simulator.Topologies;

namespace RunbookEngine.Simulator.World;

/// <summary>Which resource groups a user may touch.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, overview of user management and access control: role and resource group must both fit.</remarks>
internal static class ArrayAccess
{
    public static bool MayUse(this UserSpec user, int resourceGroupId) =>
        user.ResourceGroups.Count == 0 || user.ResourceGroups.Contains(resourceGroupId);

    /// <summary>The user may read and operate a pair when each of its volumes on the array is in a resource group of theirs.</summary>
    public static bool MayUse(this UserSpec user, params IEnumerable<Volume?> volumes) =>
        user.ResourceGroups.Count == 0 || volumes.All(v => v is null || user.MayUse(v.ResourceGroupId));

    /// <summary>Refuses a volume of a pair to be that the user may not see. One that is not defined is left to the command.</summary>
    /// <exception cref="Refusal">404, as for an object that does not exist.</exception>
    public static void RequireSeen(this UserSpec user, SimulatedArray array, string attribute, int? ldevId)
    {
        if (ldevId is { } id && array.Volumes.TryGetValue(id, out var volume) && !user.MayUse(volume.ResourceGroupId))
            throw Refusal.NoSuchObject($"{attribute} = {id}");
    }

    /// <summary>Resource groups of the user's groups; those are what a lock takes.</summary>
    public static IReadOnlySet<int> GroupsOf(this SimulatedArray array, UserSpec user) =>
        array.ResourceGroups.Select(g => g.ResourceGroupId).Where(user.MayUse).ToHashSet();

    /// <summary>A defined volume the user may see; 404 otherwise, as for one that does not exist.</summary>
    public static Volume RequireVolume(this Call call, int ldevId) =>
        call.Array.Volumes.TryGetValue(ldevId, out var volume) && call.User.MayUse(volume.ResourceGroupId)
            ? volume
            : throw Refusal.NoSuchObject($"ldevId = {ldevId}");
}
