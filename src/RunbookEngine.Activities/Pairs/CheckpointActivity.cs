using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Journal;

namespace RunbookEngine.Activities.Pairs;

/// <summary><c>checkpoint</c>: a named point, with the pairs of all targets as they are there.</summary>
internal sealed class CheckpointActivity(ArrayConnections connections) : Activity
{
    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        using var limits = new StepLimits(step, cancellationToken);
        return await PairGuard.RunAsync(limits, "while the pairs were read", async () =>
        {
            IReadOnlyList<PairReading> readings = [];
            if (step.Plan.Targets.Any(t => t.CopyGroups is { Length: > 0 }))
            {
                var fleet = connections.For(step.Plan);
                var groups = await PairSnapshots.GroupsAsync(step, fleet, PairScope.OfPlan(step.Plan, fleet), limits.Token);
                readings = [.. groups.SelectMany(g => g.Pairs).Select(p => p.Reading)];
                await RecoveryMeasuring.LookAsync(step, fleet, groups, catchUp: false, limits, cancellationToken);
            }
            await step.JournalAsync(new CheckpointReached(step.Key, step.Step.Id.Value, readings), cancellationToken);
            return new StepOutcome.Succeeded(PairOutputs.Of(readings));
        });
    }
}
