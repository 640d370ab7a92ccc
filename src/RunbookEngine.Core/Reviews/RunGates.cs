using RunbookEngine.Approvals;
using RunbookEngine.Runs;

namespace RunbookEngine.Reviews;

/// <summary>Steps of a run that were gates of its way forward, and ask again before an ended run is taken back.</summary>
public static class RunGates
{
    /// <summary>Approvals and required tickets that were met, or set aside by broken glass, in their order.</summary>
    public static IReadOnlyList<StepKey> Of(RunState run) =>
    [
        .. run.Steps.Values
            .Where(s => s is { Iterations: null, StartedSequence: not null } && (s.Status != StepStatus.Skipped || s.Glass is not null) && DecisionSteps.IsOne(run.Plan.Find(s.Key.Id)))
            .OrderBy(s => s.StartedSequence).Select(s => s.Key),
    ];
}
