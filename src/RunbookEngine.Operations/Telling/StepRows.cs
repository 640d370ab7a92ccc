using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Telling;

/// <summary>A step of a run for a list: what the plan says of it, and where it stands.</summary>
/// <param name="Section"><c>steps</c>, <c>undo</c>, <c>cleanup</c> or <c>finally</c>.</param>
/// <param name="Depth">Containers around it.</param>
public sealed record StepRow(PlanStep Step, StepState State, string Section, int Depth);

/// <summary>The steps of a run in plan order. A loop shows its iterations, and itself only before they are known;
/// undo steps show once they ran, after the step they take back.</summary>
public static class StepRows
{
    public static IReadOnlyList<StepRow> Of(RunState run) =>
    [
        .. run.Plan.Steps.SelectMany(s => Visit(run, s, "", "steps", 0)),
        .. run.Plan.Cleanup.SelectMany(s => Visit(run, s, "", "cleanup", 0)),
        .. run.Plan.Finally.SelectMany(s => Visit(run, s, "", "finally", 0)),
    ];

    private static IEnumerable<StepRow> Visit(RunState run, PlanStep step, string iteration, string section, int depth)
    {
        var state = run.StepOrPending(new StepKey(step.Id, iteration));
        if (step.ForEach is not null && state.Iterations is { Count: > 0 } rounds)
        {
            var once = step with { ForEach = null };
            return rounds.SelectMany(r => Visit(run, once, new StepKey(step.Id, iteration).In(r.Key).Iteration, section, depth));
        }

        return step.Branches
            .SelectMany(b => b.Steps).SelectMany(child => Visit(run, child, iteration, section, depth + 1))
            .Concat(step.Rollback.Steps.SelectMany(undo => Visit(run, undo, iteration, "undo", depth + 1)).Where(Started))
            .Prepend(new StepRow(step, state, section, depth));
    }

    private static bool Started(StepRow row) => row.State.Status != StepStatus.Pending;
}
