using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Pairs;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Volumes;

/// <summary>What the volume verbs share: changes in order, journalled like pair operations, taken back in reverse order.</summary>
internal abstract class VolumeActivity(ArrayConnections connections) : Activity
{
    /// <summary>What the step asks for, in order. Everything that can be refused is refused here, before anything is sent.</summary>
    protected abstract Task<(string Array, IReadOnlyList<VolumeChange> Changes, Failure? Refused)> PlanAsync(
        StepContext step, StepArguments arguments, ArrayFleet fleet, StepLimits limits);

    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        using var limits = new StepLimits(step, cancellationToken);
        return await PairGuard.RunAsync(limits, "while volumes were changed", async () =>
        {
            var fleet = connections.For(step.Plan);
            var sender = new VolumeSender(step, fleet, limits);
            await sender.SettleAsync(cancellationToken);
            var (array, changes, refused) = await PlanAsync(step, StepArguments.Of(step), fleet, limits);
            if (refused is not null)
            {
                return new StepOutcome.Failed(refused);
            }
            foreach (var change in changes)
            {
                if (await sender.EnsureAsync(array, change, cancellationToken) is { } failure)
                {
                    return new StepOutcome.Failed(failure with { Message = $"{change.Word} {change.Target} on {array}: {failure.Message}" });
                }
            }
            return new StepOutcome.Succeeded(System.Text.Json.JsonSerializer.SerializeToElement(
                new { array, volumes = changes.Select(c => c.Ldev).Distinct(), changed = Sent(step) }, PlanJson.Options));
        });
    }

    protected override async Task<StepOutcome> TakeBackAsync(StepContext step, CancellationToken cancellationToken)
    {
        using var limits = new StepLimits(step, cancellationToken);
        return await PairGuard.RunAsync(limits, "while the step was taken back", async () =>
        {
            var sender = new VolumeSender(step, connections.For(step.Plan), limits);
            await sender.SettleAsync(cancellationToken);
            foreach (var done in UnitOperations.Forward(step).Where(o => o.Result != OperationResult.NoEffect).OrderByDescending(o => o.Sequence).ToList())
            {
                if (VolumeChange.Inverse(done.Intent) is { } inverse && await sender.EnsureAsync(done.Intent.Array, inverse, cancellationToken) is { } failure)
                {
                    return new StepOutcome.Failed(failure with { Message = $"{inverse.Word} {inverse.Target} on {done.Intent.Array}: {failure.Message}" });
                }
            }
            return StepOutcome.Done;
        });
    }

    private static int Sent(StepContext step) => step.Operations().Count(o => o.Result == OperationResult.Done && o.Sequence > (step.Record.StartedSequence ?? 0));
}
