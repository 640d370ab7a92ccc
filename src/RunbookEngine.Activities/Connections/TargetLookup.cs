using RunbookEngine.Arrays.Errors;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Connections;

/// <summary>Lists the copy groups that a target could mean, so that its names and globs can be pinned when a run starts.</summary>
public sealed class TargetLookup(ArrayConnections connections)
{
    /// <param name="environment">Where the arrays are.</param>
    /// <param name="target">Its technology, array and partner say where to look; its patterns are not read.</param>
    /// <param name="named">Only groups whose name this accepts; null for all.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="ArrayApiException">The array refused or cannot be reached.</exception>
    /// <exception cref="ArgumentException">The environment does not know the array, or describes it badly.</exception>
    public async Task<IReadOnlyList<PlanCopyGroup>> ListAsync(
        PlanEnvironment environment, PlanTarget target, Func<string, bool>? named, CancellationToken cancellationToken)
    {
        var technology = TechnologyNames.FromRunbook(target.Technology)
            ?? throw new ArgumentException($"target {target.Name}: '{target.Technology}' is no technology");
        var fleet = connections.For(environment);
        var array = fleet.Find(target.Array) ?? throw Unknown(environment, target, target.Array);
        string? partner = null;
        if (technology.IsRemote())
        {
            partner = target.RemoteArray is { } alias
                ? (fleet.Find(alias) ?? throw Unknown(environment, target, alias)).StorageDeviceId
                : throw new ArgumentException(
                $"target {target.Name}: a {target.Technology} target needs 'remoteArray', or one link of {target.Array} in the environment");
        }
        var groups = await array.ListCopyGroupsAsync(technology, partner, named, cancellationToken);
        return [.. groups.Select(g => new PlanCopyGroup(g.Name, g.DeviceGroup ?? "", g.PartnerDeviceGroup ?? ""))
            .OrderBy(g => g.Name, StringComparer.Ordinal)];
    }

    private static ArgumentException Unknown(PlanEnvironment environment, PlanTarget target, string alias) =>
        new($"target {target.Name}: the environment {environment.Name} has no array '{alias}'");
}
