using System.Text;
using RunbookEngine.Activities.Tickets;
using RunbookEngine.Approvals;
using RunbookEngine.Operations.Telling;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Server.Tickets;

/// <summary>What a ticket is told of a run by itself: its begin, when it stands still for a person, and its end with the evidence in short.</summary>
internal static class RunNote
{
    private const int MostLines = 20;

    public static TicketChange Begin(RunState run, string? publicUrl) => new(Note: SinkText.TicketNote($"Run {run.Id} of {run.Plan.Runbook} started"
        + $"{(run.Plan.Mode is { } mode ? $" ({mode})" : "")} in {run.Plan.Environment.Name}, by {run.Actor}.") + $"\nPlan {PlanJson.Fingerprint(run.Plan)}.{Link(run, publicUrl)}");

    public static TicketChange Stands(RunState run, string? publicUrl) => new(Note:
        SinkText.TicketNote($"Run {run.Id} of {run.Plan.Runbook} stands: {run.Held ?? Words.Of(run.Outcome)}. A person has to decide.") + Link(run, publicUrl));

    public static TicketChange End(RunState run, string? publicUrl)
    {
        var text = new StringBuilder(SinkText.TicketNote($"Run {run.Id} of {run.Plan.Runbook} ended: {Words.Of(run.Outcome)}"));
        if (run.EndedAt is { } end)
            text.Append($" after {Spans.Text(end - run.StartedAt)}, at {end:u}");
        text.Append(".\n");
        var steps = run.Steps.Values.Where(s => run.Plan.Find(s.Key.Id) is { IsContainer: false } && s.Iterations is null).OrderBy(s => s.StartedSequence).ToList();
        text.Append(string.Join(", ", steps.GroupBy(s => s.Status).Select(g => $"{g.Count()} {Words.Of(g.Key)}"))).Append(" steps.\n");
        foreach (var step in steps.Where(s => s.Status == StepStatus.Failed || s.Error is not null).Take(MostLines))
            text.Append(SinkText.TicketNote($"Failed: {step.Key}: {step.Error?.Message}")).Append('\n');
        foreach (var approval in steps.SelectMany(s => s.Approvals).Take(MostLines))
            text.Append(SinkText.TicketNote($"{(approval.Granted ? "Approved" : "Denied")} {approval.Step} by {ApprovalCount.Name(approval)} at {approval.At:u}.")).Append('\n');
        foreach (var group in run.Pairs.Values.GroupBy(p => (p.CopyGroup, p.Statuses)).Take(MostLines))
            text.Append(SinkText.TicketNote($"{group.Key.CopyGroup}: {group.Count()} pair(s) {group.Key.Statuses}.")).Append('\n');
        return new TicketChange(Note: $"{text}Journal of {run.Sequence} events, last hash {run.Hash}.{Link(run, publicUrl)}");
    }

    private static string Link(RunState run, string? publicUrl) => publicUrl is null ? "" : $"\n{publicUrl.TrimEnd('/')}/api/v1/runs/{run.Id}";
}
