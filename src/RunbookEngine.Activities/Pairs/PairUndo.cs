using System.Collections.Concurrent;
using RunbookEngine.Activities.Connections;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Arrays.Errors;
using RunbookEngine.Journal;

namespace RunbookEngine.Activities.Pairs;

/// <summary><c>rollback: auto</c> of the pair verbs, from what the journal says was read before each request.</summary>
internal sealed class PairUndo(StepContext step, ArrayFleet fleet, StepLimits limits)
{
    /// <summary>Copy groups taken back at a time.</summary>
    private const int SideBySide = 8;

    public async Task<StepOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var touched = UnitOperations.Forward(step).Where(o => o.Result != OperationResult.NoEffect).ToList();
        if (touched.Count == 0)
        {
            return StepOutcome.Done;
        }
        var units = PairScope.Of(step, StepArguments.Of(step), fleet).Where(u => touched.Any(o => UnitOperations.Concerns(o, u))).ToList();
        var reader = new UnitReader(step, fleet);
        var sender = new OperationSender(step, fleet, reader, limits,
            step.Clock.GetUtcNow() + (step.Step.Wait ?? new Plans.WaitPlan()).Timeout);
        var ends = new ConcurrentQueue<StepOutcome>();
        // One that cannot be taken back does not keep the others from it.
        await Parallel.ForEachAsync(units, Parallelism.Of(SideBySide, cancellationToken), async (unit, _) =>
        {
            if (await GuardedAsync(new UnitUndo(step, fleet, reader, sender, unit, limits), cancellationToken) is { } end)
            {
                ends.Enqueue(end);
            }
        });
        return Together([.. ends]);
    }

    private static async Task<StepOutcome?> GuardedAsync(UnitUndo undo, CancellationToken cancellationToken)
    {
        try
        {
            return await undo.RunAsync(cancellationToken);
        }
        catch (ArrayApiException e)
        {
            return new StepOutcome.Failed(ArrayFailures.Of(e.Error));
        }
    }

    private static StepOutcome Together(IReadOnlyList<StepOutcome> ends)
    {
        var failures = ends.OfType<StepOutcome.Failed>().Select(f => f.Failure).ToList();
        return ends.OfType<StepOutcome.Ambiguous>().FirstOrDefault() is { } doubt ? doubt
            : failures is [] ? StepOutcome.Done
            : failures is [var only] ? new StepOutcome.Failed(only)
            : new StepOutcome.Failed(failures[0] with
            {
                Message = string.Join("; ", failures.Select(f => f.Message)),
                Pairs = [.. failures.SelectMany(f => f.Pairs ?? [])],
            });
    }
}
