using System.Text.Json;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>What the containers around a step say: iteration, loop variables, deadline, failure policy.</summary>
internal sealed record Surroundings(
    StepKey Iteration, IReadOnlyDictionary<string, JsonElement> Variables, DateTimeOffset? Deadline, FailurePolicy Policy)
{
    public static Surroundings Of(Plan plan) => new(default, StepAt.NoVariables, null, plan.OnFailure);

    public StepKey KeyOf(PlanStep step) => new(step.Id, Iteration.Iteration ?? "");

    public StepAt At(PlanStep step) => new(step, KeyOf(step), Variables, Deadline);

    /// <summary>One round of a loop.</summary>
    public Surroundings In(ForEachPlan loop, Iteration round) => this with
    {
        Iteration = new StepKey(default, Iteration.Iteration ?? "").In(round.Key),
        Variables = new Dictionary<string, JsonElement>(Variables) { [loop.As] = round.Value },
    };

    /// <summary>Inside a container: its policy and the earlier of the deadlines.</summary>
    public Surroundings Inside(PlanStep container, StepState state)
    {
        var own = container.Timeout is { } timeout ? state.AttemptAt + timeout : null;
        return this with
        {
            Policy = container.OnFailure ?? Policy,
            Deadline = own is null || Deadline < own ? Deadline : own,
        };
    }
}
