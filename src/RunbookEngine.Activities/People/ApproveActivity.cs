using System.Text.Json;
using RunbookEngine.Activities.Notices;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Approvals;
using RunbookEngine.Journal;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.People;

/// <summary><c>approve</c>: so many of these people must agree. One denial, or the deadline, denies.</summary>
/// <param name="channels">Tells the channels of the approval; null: somebody else does, as a server with its links.</param>
internal sealed class ApproveActivity(NoticeChannels? channels = null) : Activity
{
    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        var arguments = StepArguments.Of(step);
        var min = arguments.OptionalNumber("min", 1, 100) ?? 1;
        var own = arguments.Flag("requesterMayApprove", false) && step.State.Duty is not { NeverOwn: true };
        IReadOnlyList<string> except = own ? [] : [.. ApprovalCount.Requesters(step.State)];
        var escalations = Escalation.Read(step, arguments);
        var all = Approvers.Resolve(step.Plan, arguments.Texts("by").Concat(escalations.SelectMany(e => e.To)), except);
        if (all.Count < min)
        {
            return StepOutcome.Fail(FailureKind.Denied,
                $"{min} must agree, but only {all.Count} may: {string.Join(", ", all)}",
                $"{string.Join(", ", except)}, who started the run, does not count; add people to 'by', or set requesterMayApprove");
        }
        var outcome = Decide(step, arguments, min, except, escalations);
        if (channels is not null && outcome is StepOutcome.AwaitingPeople asking)
        {
            await TellAsync(step, asking, channels, cancellationToken);
        }
        return outcome;
    }

    /// <summary>Each channel once for each level of escalation; one that did not take it is tried again when the step is looked at again.</summary>
    private static async Task TellAsync(StepContext step, StepOutcome.AwaitingPeople asking, NoticeChannels channels, CancellationToken cancellationToken)
    {
        var waiting = new StepWaiting(step.Key, asking.For, asking.Until, OnPeople: true, asking.People, Asked: asking.Asked);
        var level = asking.Asked?.Level ?? 0;
        var open = (asking.Asked?.Notify ?? []).Distinct().Select(c => (Channel: c, Message: $"{step.Record.AskingFrom}/{level}/{c}"))
            .Where(m => step.Record.Told.GetValueOrDefault(m.Message) is not { Problem: null }).ToList();
        var told = await Task.WhenAll(open.Select(async m => new PeopleTold(step.Key, m.Message, m.Channel, null, await channels.DeliverAsync(step.Plan, m.Channel,
            ApprovalNotice.Of(step.State, waiting, ApprovalNotice.ByCommand(step.Run, step.Key), $"{step.Run}/{step.Key}/{m.Message}", step.Clock.GetUtcNow()),
            cancellationToken))));
        foreach (var one in told)
        {
            await step.JournalAsync(one, cancellationToken);
        }
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
            $"approval {(ApprovalSubject.IsWayBack(step.State) ? "to take the run back " : "")}by {min - granted.Count} of {string.Join(", ", open)}{given}{(message is null ? "" : $": {message}")}", open,
            new ApprovalAsked(min, granted.Count, until, message, due.Count, channels, next));
    }

    private static string Because(ApprovalGiven denial) => string.IsNullOrWhiteSpace(denial.Reason) ? "" : $": {denial.Reason}";
}
