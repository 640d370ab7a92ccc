using RunbookEngine.Activities;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Runs;

/// <summary>What the run loop asserts of itself: no container and no run succeeds while a step inside is not over.</summary>
internal static class Completeness
{
    private const string Help = "This is a defect of the engine: report it with the run's journal.";

    /// <summary>The event itself, or what is recorded in its place when it would call unfinished work a success.</summary>
    public static RunEvent Checked(RunState state, RunEvent e) => e switch
    {
        StepSucceeded succeeded when Unfinished(state, succeeded.Step) is { } child => new StepFailed(
            succeeded.Step, new Failure(FailureKind.Internal, $"step {succeeded.Step} would have succeeded although {Told(state, child)}") { Help = Help }),
        RunDecided { Outcome: RunOutcome.Succeeded } when state.Plan.Steps.Select(s => Unfinished(state, s, new StepKey(s.Id))).FirstOrDefault(k => k is not null)
            is { } child => new RunHeld(
                $"the run would have succeeded although {Told(state, child)}, and no record says that it was left out on purpose; "
                + "look at what is missing, then roll the run back or cancel it"),
        _ => e,
    };

    /// <summary>Journals of earlier versions: an empty text in a list was carried out under the loop's own name, and its record is mixed with the loop's.</summary>
    public static string? MixedLoop(RunState state) => state.Steps.Values
        .Where(s => s is { Status: StepStatus.Running, Iterations: not null, Operations.IsEmpty: false })
        .Select(s => $"an earlier version carried out an iteration of {s.Key} under the name of the loop, so that its record cannot be told from the loop's; "
            + "see with 'show' what it did, set that right by hand, then roll the run back or cancel it")
        .FirstOrDefault();

    /// <summary>The first step right inside a container that is not over; null when there is none, or the step holds no others.</summary>
    private static StepKey? Unfinished(RunState state, StepKey container)
    {
        foreach (var child in Children(state, container))
        {
            if (state.StepOrPending(child.Key).Status is not (StepStatus.Succeeded or StepStatus.Skipped))
                return child.Key;
        }

        return null;
    }

    /// <summary>The same all the way down. What a person marked as done or skipped is over, whatever is inside.</summary>
    private static StepKey? Unfinished(RunState state, PlanStep step, StepKey key) => state.StepOrPending(key) switch
    {
        { Status: StepStatus.Skipped } or { Status: StepStatus.Succeeded, ByPerson: true } => null,
        { Status: StepStatus.Succeeded } => Children(state, key, step).Select(c => Unfinished(state, c.Step, c.Key)).FirstOrDefault(k => k is not null),
        _ => key,
    };

    private static IEnumerable<(PlanStep Step, StepKey Key)> Children(RunState state, StepKey key) =>
        state.Plan.Find(key.Id) is { } step && (step.IsContainer || step.ForEach is not null) ? Children(state, key, step) : [];

    private static IEnumerable<(PlanStep Step, StepKey Key)> Children(RunState state, StepKey key, PlanStep step) =>
        state.StepOrPending(key).Iterations is { } rounds
            ? rounds.Select(r => (step with { ForEach = null }, key.In(r.Key)))
            : step.Branches.SelectMany(b => b.Steps).Select(s => (s, key with { Id = s.Id }));

    private static string Told(RunState state, StepKey child) =>
        $"step {child} is {(state.StepOrPending(child).Status == StepStatus.Pending ? "pending" : "not over")}";
}
