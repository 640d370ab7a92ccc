using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Approvals;
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
        var own = arguments.Flag("requesterMayApprove", false) && step.State.Duty is not { NeverOwn: true };
        IReadOnlyList<string> except = own ? [] : [.. ApprovalCount.Requesters(step.State)];
        var escalations = Escalation.Read(step, arguments);
        var all = Approvers.Resolve(step.Plan, arguments.Texts("by").Concat(escalations.SelectMany(e => e.To)), except);
        if (all.Count < min)
        {
            return Task.FromResult(StepOutcome.Fail(FailureKind.Denied,
                $"{min} must agree, but only {all.Count} may: {string.Join(", ", all)}",
                $"{string.Join(", ", except)}, who started the run, does not count; add people to 'by', or set requesterMayApprove"));
        }
        return Task.FromResult(Decide(step, arguments, min, except, escalations));
    }

    private static StepOutcome Decide(
        StepContext step, StepArguments arguments, int min, IReadOnlyList<string> except, IReadOnlyList<Escalation> escalations)
    {
        var (now, until, book) = (step.Clock.GetUtcNow(), Deadlines.Of(step, arguments), PeopleBook.Of(step.Plan));
        var due = escalations.Where(e => e.At <= now).ToList();
        var people = Approvers.Resolve(step.Plan, arguments.Texts("by").Concat(due.SelectMany(e => e.To)), except);
        var valid = ApprovalCount.Standing(step.State, step.Record)
            .Where(a => book.Among(ApprovalCount.Person(a), people) && !book.Among(a.Actor, except) && Deadlines.InTime(step, a.At, until)).ToList();
        if (valid.FirstOrDefault(a => !a.Granted) is { } denial)
        {
            return StepOutcome.Fail(FailureKind.Denied, $"{ApprovalCount.Name(denial)} denied{Because(denial)}");
        }
        var granted = ApprovalCount.Distinct(valid, book);
        var names = granted.Select(ApprovalCount.Name).ToList();
        if (granted.Count >= min)
        {
            return new StepOutcome.Succeeded(JsonSerializer.SerializeToElement(new { approvedBy = names }, PlanJson.Options));
        }
        if (now >= until)
        {
            return StepOutcome.Fail(FailureKind.Denied, $"the deadline {until:u} passed with {granted.Count} of {min} approvals",
                "silence denies; run it again and approve in time");
        }
        List<string> open = [.. people.Where(p => !granted.Any(a => book.Same(ApprovalCount.Person(a), p)))];
        var given = names.Count == 0 ? "" : $" ({string.Join(", ", names)} agreed)";
        var message = arguments.OptionalText("message");
        DateTimeOffset? next = escalations.Where(e => e.At > now && e.At < until).Select(e => (DateTimeOffset?)e.At).FirstOrDefault();
        var channels = due.LastOrDefault() is { Notify.Count: > 0 } last ? last.Notify : arguments.Texts("notify");
        return new StepOutcome.AwaitingPeople(next ?? until,
            $"approval by {min - granted.Count} of {string.Join(", ", open)}{given}{(message is null ? "" : $": {message}")}", open,
            new ApprovalAsked(min, granted.Count, until, message, due.Count, channels, next));
    }

    private static string Because(ApprovalGiven denial) => string.IsNullOrWhiteSpace(denial.Reason) ? "" : $": {denial.Reason}";
}
