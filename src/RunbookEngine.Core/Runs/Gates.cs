using System.Text.Json;
using RunbookEngine.Activities;

namespace RunbookEngine.Runs;

/// <summary>The gates that a run has passed, in itself and in the runs that called it.</summary>
/// <param name="above">The calling runs, as they were when this one was taken up.</param>
internal sealed class Gates(IActivityCatalog activities, IReadOnlyList<RunState> above)
{
    /// <summary>A look at the gates counts for this long: the pivot starts in the same append, or after a short wait for its turn.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    /// <summary>Whether the gates are to be looked at before this pivot may start.</summary>
    public bool Missing(RunState run, StepKey pivot, DateTimeOffset now) =>
        !(run.StepOrPending(pivot).GatesAt is { } at && now - at <= Fresh) && Passed(run).Any();

    /// <returns>Succeeded, with the gates that were looked at, or failed with the first reason against going on.</returns>
    public async Task<StepOutcome> RecheckAsync(StepContext pivot, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var (run, step, gate) in Passed(pivot.State).ToList())
        {
            var context = new GateContext(run, step, pivot.Clock, pivot.Abandon, pivot.Report);
            if (await gate.RecheckAsync(context, cancellationToken) is { } failure)
                return new StepOutcome.Failed(failure with { Message = $"gate {step.Key} does not hold any more: {failure.Message}" });
            names.Add(step.Key.ToString());
        }

        return new StepOutcome.Succeeded(JsonSerializer.SerializeToElement(names));
    }

    /// <summary>A step that a person marked as done has no outputs: that person answers for it, not the gate.</summary>
    private IEnumerable<(RunState Run, StepState Step, IGate Gate)> Passed(RunState run) =>
        from state in above.Prepend(run)
        from step in state.Steps.Values.OrderBy(s => s.StartedSequence)
        where step is { Status: StepStatus.Succeeded, Outputs: not null, Iterations: null }
        let planned = state.Plan.Find(step.Key.Id)
        where planned is { IsContainer: false, Verb: not "call" }
        let gate = activities.Find(planned.Verb) as IGate
        where gate is not null
        select (state, step, gate);
}
