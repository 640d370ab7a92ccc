using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Journal;

namespace RunbookEngine.Activities.Pairs;

/// <summary><c>pair.snapshot</c>: reads the pairs and puts them on record.</summary>
internal sealed class PairSnapshotActivity(ArrayConnections connections) : Activity
{
    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        using var limits = new StepLimits(step, cancellationToken);
        return await PairGuard.RunAsync(limits, "while the pairs were read", async () =>
        {
            var fleet = connections.For(step.Plan);
            var readings = await PairSnapshots.ReadAsync(step, fleet, PairScope.Of(step, StepArguments.Of(step), fleet), limits.Token);
            await step.JournalAsync(new PairsRead(step.Key, readings), cancellationToken);
            return new StepOutcome.Succeeded(PairOutputs.Of(readings));
        });
    }
}
