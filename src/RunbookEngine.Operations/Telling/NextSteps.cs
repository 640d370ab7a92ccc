using RunbookEngine.Approvals;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Operations.Telling;

/// <summary>What a person can do about a run as it stands.</summary>
public static class NextSteps
{
    /// <param name="driven">A living process has the run, or a server sees to it: it goes on by itself once people have spoken.</param>
    /// <param name="byKey">A server is asked, and knows by the key who acts.</param>
    public static IReadOnlyList<NextStep> For(RunState run, bool driven = false, bool byKey = false) => run switch
    {
        { IsEnded: true } => AfterEnd(run),
        { Phase: RunPhase.AtCheckpoint } =>
        [
            new($"go on from checkpoint '{run.Rollback?.ToCheckpoint}'", $"runbook resume {run.Id}"),
            new("take the rest back as well", $"runbook rollback {run.Id}"),
        ],
        { Outcome: RunOutcome.NeedsOperator } => UndoFailed(run),
        { Outcome: RunOutcome.Held } => Held(run),
        _ when run.Outcome.IsAwaiting() => [.. Awaiting(run, byKey), .. driven ? [] : (NextStep[])[new("then let the run go on", $"runbook resume {run.Id}")]],
        { Phase: RunPhase.Rollback or RunPhase.Closing } when !driven => [new("carry the run on to its end", $"runbook resume {run.Id}")],
        _ when !driven => [new("carry the run on", $"runbook resume {run.Id}"), new("or take it back", $"runbook rollback {run.Id}")],
        _ => [],
    };

    private static NextStep[] AfterEnd(RunState run) =>
        run.Outcome is RunOutcome.Failed or RunOutcome.Cancelled && run.Steps.Values.Any(s => s.MayHaveHadEffect)
            ? [new("take back what the run did", $"runbook rollback {run.Id}")]
            : [];

    private static IEnumerable<NextStep> Awaiting(RunState run, bool byKey) => run.Steps.Values
        .Where(s => s is { Status: StepStatus.Waiting, Waiting.OnPeople: true }).OrderBy(s => s.StartedSequence).SelectMany(s => Of(run, s.Key, byKey));

    /// <summary>What people can say to a step that waits for them.</summary>
    public static IEnumerable<NextStep> Of(RunState run, StepKey key, bool byKey = false)
    {
        var (step, quoted) = (run.StepOrPending(key), Shell.Quote(key.ToString()));
        yield return run.Plan.Find(key.Id)?.Verb switch
        {
            "manual" => new($"answer step {key}", $"runbook answer {run.Id} {quoted} TEXT"),
            "approve" => new($"approve step {key} (or --deny){(byKey || TypedNames.AreAllowed(run.Plan) ? "" : Accounts(step))}", $"runbook approve {run.Id} {quoted} --grant{(byKey || !TypedNames.AreAllowed(run.Plan) ? "" : $" --as {Open(run, step)}")}"),
            _ => new($"step {key} waits for {step.Waiting?.For}", $"runbook show {run.Id}"),
        };
        if (step.GlassAsked is { } asked)
            yield return new($"{asked.Actor} asks to break the glass before {key}: a second person says so too, or nothing happens", $"runbook break-glass {run.Id} {quoted} --reason TEXT");
    }

    /// <summary>Somebody who may still decide; a placeholder when anybody may.</summary>
    private static string Open(RunState run, StepState step) =>
        step.Waiting?.People?.FirstOrDefault(p =>
            !string.Equals(p, run.Actor, StringComparison.OrdinalIgnoreCase)
            && step.Approvals.All(a => !string.Equals(a.Actor, p, StringComparison.OrdinalIgnoreCase))) is { } person ? Shell.Quote(person) : "USER";

    private static string Accounts(StepState step) => step.Waiting?.People is { Count: > 0 } people ? $", under the account of {string.Join(" or ", people)}" : "";

    private static IReadOnlyList<NextStep> Held(RunState run)
    {
        var next = new List<NextStep>();
        foreach (var step in run.Steps.Values.Where(s => s.Status == StepStatus.Ambiguous).OrderBy(s => s.StartedSequence))
            next.AddRange(Choices(run, step.Key, "it did not happen: do it again", "it happened: go on from there"));
        if (next.Count == 0 && run.Drift is not null)
            next.Add(new("accept the pairs as they are now and go on", $"runbook resume {run.Id} --reason TEXT"));
        else if (next.Count == 0 && DecisionSteps.Denied(run).ToList() is { Count: > 0 } denied)
        {
            foreach (var (step, denial) in denied)
            {
                next.Add(new($"{ApprovalCount.Name(denial)} denied {step}, and only {ApprovalCount.Name(denial)} has it asked again", $"runbook resume {run.Id}"));
                next.Add(new($"{step}: in an emergency two people set the denial aside", $"runbook break-glass {run.Id} {Shell.Quote(step.ToString())} --reason TEXT"));
            }
        }
        else if (next.Count == 0)
        {
            next.Add(new("try the failed step again", $"runbook resume {run.Id}"));
            foreach (var step in Innermost(run))
                next.AddRange(Choices(run, step.Key, null, "it is done: go on after it"));
        }

        next.Add(new("take the run back", $"runbook rollback {run.Id}"));
        return next;
    }

    private static IReadOnlyList<NextStep> UndoFailed(RunState run)
    {
        var next = new List<NextStep> { new("try the undo again", $"runbook resume {run.Id}") };
        foreach (var step in run.Steps.Values.Where(s => s.Undo == UndoStatus.Failed).OrderByDescending(s => s.StartedSequence))
            next.AddRange(Choices(run, step.Key, null, "it is taken back by hand: go on after it"));
        return next;
    }

    private static IEnumerable<NextStep> Choices(RunState run, StepKey step, string? again, string done)
    {
        var key = Shell.Quote(step.ToString());
        if (again is not null)
            yield return new($"{step}: {again}", $"runbook resume {run.Id} --retry {key}");
        yield return new($"{step}: {done}", $"runbook resume {run.Id} --mark-done {key} --reason TEXT");
        yield return new($"{step}: leave it as it is and go on", $"runbook resume {run.Id} --skip {key} --reason TEXT");
    }

    /// <summary>Failed steps that are no containers and no loops: these are what a person can override.</summary>
    private static IEnumerable<StepState> Innermost(RunState run) => run.Steps.Values
        .Where(s => s is { Status: StepStatus.Failed, Iterations: null } && run.Plan.Find(s.Key.Id) is { IsContainer: false } step && !DecisionSteps.IsOne(step))
        .OrderBy(s => s.StartedSequence);
}
