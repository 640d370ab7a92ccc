using RunbookEngine.Plans;

namespace RunbookEngine.Locks;

/// <summary>The locks a plan needs: every copy group of every target, on both arrays, those of called runbooks included.</summary>
public static class PlanLocks
{
    public static IReadOnlyList<LockName> Of(Plan plan) => [.. Names(plan).Distinct().Order()];

    private static IEnumerable<LockName> Names(Plan plan) =>
        plan.Targets
            .SelectMany(target => (target.CopyGroups ?? [])
                .SelectMany(group => Arrays(target).Select(alias => new LockName(plan.Environment.StorageDeviceId(alias), group.Name))))
            .Concat(plan.AllSteps().Select(s => s.Child).OfType<Plan>().SelectMany(Names));

    private static IEnumerable<string> Arrays(PlanTarget target) =>
        target.RemoteArray is { } remote ? [target.Array, remote] : [target.Array];
}
