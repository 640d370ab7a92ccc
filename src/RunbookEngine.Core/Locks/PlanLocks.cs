using System.Collections.Frozen;
using RunbookEngine.Plans;

namespace RunbookEngine.Locks;

/// <summary>The locks a plan needs: every copy group of every target, on both arrays, those of called runbooks included. A plan that
/// only looks at pairs needs none.</summary>
public static class PlanLocks
{
    private static readonly FrozenSet<string> Changing = new[]
    {
        "pair.split", "pair.resync", "pair.restore", "pair.create", "pair.delete", "pair.takeover", "pair.swapResync",
        "volume.map", "volume.unmap", "volume.reserve", "volume.virtualId",
    }.ToFrozenSet();

    public static IReadOnlyList<LockName> Of(Plan plan) => [.. Names(plan).Distinct().Order()];

    private static IEnumerable<LockName> Names(Plan plan) =>
        (plan.AllSteps().Any(s => Changing.Contains(s.Verb)) ? Names(plan.Targets, plan.Environment) : [])
            .Concat(plan.AllSteps().Select(s => s.Child).OfType<Plan>().SelectMany(Names));

    private static IEnumerable<LockName> Names(IEnumerable<PlanTarget> targets, PlanEnvironment environment) =>
        targets.SelectMany(target => (target.CopyGroups ?? [])
            .SelectMany(group => Arrays(target).Select(alias => new LockName(environment.StorageDeviceId(alias), group.Name))));

    private static IEnumerable<string> Arrays(PlanTarget target) =>
        target.RemoteArray is { } remote ? [target.Array, remote] : [target.Array];
}
