using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Journal;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Activities.Pairs;

/// <summary><c>pair.snapshot</c>: reads the pairs, and how far remote copies are, and puts them on record.</summary>
internal sealed class PairSnapshotActivity(ArrayConnections connections) : Activity
{
    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        using var limits = new StepLimits(step, cancellationToken);
        return await PairGuard.RunAsync(limits, "while the pairs were read", async () =>
        {
            var fleet = connections.For(step.Plan);
            var units = PairScope.Of(step, StepArguments.Of(step), fleet);
            var delivery = await DeliveriesAsync(step, fleet, units, limits.Token);
            var groups = await PairSnapshots.GroupsAsync(step, fleet, units, limits.Token);
            IReadOnlyList<PairReading> readings = [.. groups.SelectMany(g => g.Pairs).Select(p => p.Reading)];
            await step.JournalAsync(new PairsRead(step.Key, readings) { Delivery = delivery.Count > 0 ? delivery : null }, cancellationToken);
            await RecoveryMeasuring.LookAsync(step, fleet, groups, catchUp: true, limits, cancellationToken);
            return new StepOutcome.Succeeded(PairOutputs.Of(readings));
        });
    }

    /// <summary>How far remote copies are: a takeover of another day, or a later step, is measured against it.</summary>
    private static async Task<IReadOnlyList<DeliveryReading>> DeliveriesAsync(
        StepContext step, ArrayFleet fleet, IReadOnlyList<PairUnit> units, CancellationToken cancellationToken)
    {
        var sights = new GroupSights(fleet, step.Clock);
        var seen = await Task.WhenAll(units.Where(u => u.Technology.IsRemote()).Select(u => OrNoneAsync(u)));
        return [.. seen.Select(s => s?.Delivery).OfType<DeliveryReading>()];

        async Task<GroupSight?> OrNoneAsync(PairUnit unit)
        {
            try
            {
                return await sights.ReadAsync(unit, cancellationToken);
            }
            catch (ArrayApiException)
            {
                return null;
            }
        }
    }
}
