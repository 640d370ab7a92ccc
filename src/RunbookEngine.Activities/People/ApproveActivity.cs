using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.People;

/// <summary><c>approve</c>: so many of these people must agree. One denial, or the deadline, denies.</summary>
internal sealed class ApproveActivity : Activity
{
    protected override Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        var arguments = StepArguments.Of(step);
        var min = arguments.OptionalNumber("min", 1, 100) ?? 1;
        var people = Approvers.Resolve(step.Plan, arguments.Texts("by"), arguments.Flag("requesterMayApprove", false) ? null
            : step.State.Actor);
        if (people.Count < min)
        {
            return Task.FromResult(StepOutcome.Fail(FailureKind.Denied,
                $"{min} must agree, but only {people.Count} may: {string.Join(", ", people)}",
                $"{step.State.Actor}, who started the run, does not count; add people to 'by', or set requesterMayApprove"));
        }
        var until = Deadlines.Of(step, arguments);
        return Task.FromResult(Decide(step, people, min, until, arguments.OptionalText("message")));
    }

    private static StepOutcome Decide(StepContext step, IReadOnlyList<string> people, int min, DateTimeOffset until, string? message)
    {
        var valid = step.Record.Approvals.Where(a => people.Contains(a.Actor) && Deadlines.InTime(step, a.At, until)).ToList();
        if (valid.FirstOrDefault(a => !a.Granted) is { } denial)
        {
            return StepOutcome.Fail(FailureKind.Denied, $"{denial.Actor} denied{Because(denial)}");
        }
        var granted = valid.Select(a => a.Actor).Distinct().ToList();
        if (granted.Count >= min)
        {
            return new StepOutcome.Succeeded(JsonSerializer.SerializeToElement(new { approvedBy = granted }, PlanJson.Options));
        }
        if (step.Clock.GetUtcNow() >= until)
        {
            return StepOutcome.Fail(FailureKind.Denied, $"the deadline {until:u} passed with {granted.Count} of {min} approvals",
                "silence denies; run it again and approve in time");
        }
        var open = people.Except(granted).ToList();
        var given = granted.Count == 0 ? "" : $" ({string.Join(", ", granted)} agreed)";
        return new StepOutcome.AwaitingPeople(until,
            $"approval by {min - granted.Count} of {string.Join(", ", open)}{given}{(message is null ? "" : $": {message}")}", [.. open]);
    }

    private static string Because(ApprovalGiven denial) => string.IsNullOrWhiteSpace(denial.Reason) ? "" : $": {denial.Reason}";
}
