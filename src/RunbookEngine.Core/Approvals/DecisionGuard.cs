using System.Text.Json;
using RunbookEngine.Journal;
using RunbookEngine.Runs;

namespace RunbookEngine.Approvals;

/// <summary>An <c>approve</c> step and a <c>ticket.require</c> are decided by those who may decide them and by nothing else. Whoever appends to a journal
/// meets this guard, and so does whoever folds one: an event that it refuses makes the journal of a run unreadable.</summary>
public static class DecisionGuard
{
    /// <summary>Sections of an environment that say who decides.</summary>
    private static readonly string[] Deciding = ["approvers", "people", "approvals", "breakGlass", "disaster"];

    /// <summary>Why an event may not follow on a run as it stands; null when it may.</summary>
    /// <param name="called">See <see cref="DecisionSteps.OpenIn"/>; the fold has only one journal.</param>
    public static string? Refusal(RunState run, RunEvent e, Func<StepKey, RunState?>? called = null) => e switch
    {
        StepOverridden overridden => OfOverride(run, overridden, called),
        RunResumed resumed => OfResume(run, resumed),
        BreakGlassUsed used => BreakGlass.Refusal(run, used),
        EnvironmentChanged changed => OfEnvironment(run, changed),
        _ => null,
    };

    private static string? OfOverride(RunState run, StepOverridden e, Func<StepKey, RunState?>? called)
    {
        var state = run.StepOrPending(e.Step);
        if (state.Status == StepStatus.Undoing)
            return null;
        var planned = run.Plan.Find(e.Step.Id);
        if (!DecisionSteps.IsOne(planned))
        {
            return e.Override != StepOverride.Retry && DecisionSteps.OpenIn(run, e.Step, called).FirstOrDefault() is { } open
                ? $"Step {e.Step} cannot be left out: step {open} in it is decided by those who may decide it, and is not decided. {Help(run)}"
                : null;
        }

        if (e.Override != StepOverride.Retry)
            return $"Step {e.Step} is decided by {Deciders(planned!.Verb)}, and by nothing else: it is not skipped and not marked as done. {Help(run)}";
        if (state.Status is StepStatus.Waiting or StepStatus.Running)
            return $"Step {e.Step} waits for its decision; there is nothing to try again.";
        return Standing(run, e.Actor, step => step == e.Step);
    }

    private static string? OfResume(RunState run, RunResumed e) => DecisionSteps.UsedUp(run).Select(s => (StepKey?)s).FirstOrDefault() is { } used
        ? $"Step {used} was decided for the passage that was taken back: it has to be asked again first."
        // A rollback is carried on by anybody: it does not lead past the denial.
        : run.Phase is RunPhase.Steps or RunPhase.AtCheckpoint ? Standing(run, e.Actor, _ => true)
        : null;

    /// <summary>Other addresses bring no other people.</summary>
    private static string? OfEnvironment(RunState run, EnvironmentChanged e) => Deciding.FirstOrDefault(name => !Same(Section(run.Plan.Environment.Content, name), Section(e.Environment.Content, name))) is { } other
        ? $"Who decides in run {run.Id} stays as it was when it started: `{other}` of the environment is another."
        : null;

    private static JsonElement? Section(JsonElement content, string name) => content.ValueKind == JsonValueKind.Object && content.TryGetProperty(name, out var section) ? section : null;

    private static bool Same(JsonElement? one, JsonElement? other) => one is { } a && other is { } b ? JsonElement.DeepEquals(a, b) : one is null && other is null;

    /// <summary>A denial is not argued away by asking again until somebody agrees.</summary>
    private static string? Standing(RunState run, string actor, Func<StepKey, bool> which)
    {
        var book = PeopleBook.Of(run.Plan);
        foreach (var (step, denial) in DecisionSteps.Denied(run).Where(d => which(d.Step)))
        {
            if (!book.Same(denial.Actor, actor) && !book.Same(ApprovalCount.Person(denial), actor))
                return $"Step {step} was denied by {ApprovalCount.Name(denial)}, and that stands: only {ApprovalCount.Name(denial)} has it asked again, by resuming the run. "
                    + $"Take the run back with runbook rollback {run.Id}, or break the glass with runbook break-glass {run.Id} {step}";
        }

        return null;
    }

    private static string Deciders(string verb) => verb == "approve" ? "its approvers" : "its ticket";

    private static string Help(RunState run) => $"In an emergency two people break the glass: runbook break-glass {run.Id} STEP --reason TEXT";
}
