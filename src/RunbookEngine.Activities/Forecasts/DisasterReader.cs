using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Forecasts;

/// <summary>What the arrays that answer tell before a forced takeover. Changes nothing.</summary>
public sealed class DisasterReader(ArrayConnections connections, TimeProvider clock)
{
    /// <summary>The remote copy groups of the plan and of the runbooks that it calls.</summary>
    /// <param name="plan">With its copy groups pinned.</param>
    /// <exception cref="ArrayApiException">A group could not be read from either of its arrays.</exception>
    public async Task<IReadOnlyList<GroupSight>> ReadAsync(Plan plan, CancellationToken cancellationToken)
    {
        var fleet = connections.For(plan);
        var sights = new GroupSights(fleet, clock);
        var units = Plans(plan).SelectMany(p => PairScope.OfPlan(p, fleet)).DistinctBy(u => u.Group.Key).Where(u => u.Technology.IsRemote());
        return [.. (await Task.WhenAll(units.Select(u => sights.ReadAsync(u, cancellationToken)))).OfType<GroupSight>()];
    }

    private static IEnumerable<Plan> Plans(Plan plan) => plan.AllSteps().Select(s => s.Child).OfType<Plan>().SelectMany(Plans).Prepend(plan);
}
