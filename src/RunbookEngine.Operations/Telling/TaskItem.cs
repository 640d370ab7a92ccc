using RunbookEngine.Approvals;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Telling;

/// <summary>An approval or a question that waits for one person.</summary>
/// <param name="Kind"><c>approval</c> or <c>answer</c>.</param>
/// <param name="For">In whose place the caller would decide; null: their own.</param>
/// <param name="Asks">What is asked.</param>
/// <param name="Until">When it is too late.</param>
/// <param name="Fingerprint">Of the plan; sent back with the decision it makes sure that this plan is meant.</param>
public sealed record TaskItem(
    string Run, string Step, string Kind, string Runbook, string Environment, string? Mode, string? Ticket, string RequestedBy, string? For, string Asks, int? Min, int? Given,
    DateTimeOffset? Until, string Fingerprint)
{
    /// <summary>What waits for somebody, what is due first in front.</summary>
    /// <param name="may">Whether they may do this verb (<c>approve</c>, <c>manual</c>) with that plan at all.</param>
    public static async Task<IReadOnlyList<TaskItem>> ListAsync(
        OpenAsks open, string actor, IReadOnlyList<Delegation> delegations, DateTimeOffset now, Func<string, Plan, bool> may, CancellationToken cancellationToken)
    {
        var tasks = new List<TaskItem>();
        foreach (var (run, step, verb) in (await open.ListAsync(cancellationToken)).Where(o => may(o.Verb, o.Run.Plan)))
        {
            if (verb == "manual")
                tasks.Add(Of(run, step, verb, null));
            else if (ApprovalRules.Places(run, step, actor, delegations, now) is [var place, ..])
                tasks.Add(Of(run, step, verb, PeopleBook.Of(run.Plan).Same(place, actor) ? null : place));
        }

        return [.. tasks.OrderBy(t => t.Until ?? DateTimeOffset.MaxValue)];
    }

    private static TaskItem Of(RunState run, StepState step, string verb, string? place) => new(
        run.Id.ToString(), step.Key.ToString(), verb == "approve" ? "approval" : "answer", run.Plan.Runbook, run.Plan.Environment.Name, run.Plan.Mode, run.Ticket, run.Actor, place,
        step.Waiting!.Asked?.Message ?? step.Waiting.For, step.Waiting.Asked?.Min, step.Waiting.Asked?.Given, step.Waiting.Asked?.Deadline ?? step.Waiting.Until,
        PlanJson.Fingerprint(run.Plan));
}
