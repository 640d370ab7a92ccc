using System.Text;
using RunbookEngine.Approvals;
using RunbookEngine.Journal;
using RunbookEngine.Runs;
using RunbookEngine.Sinks;

namespace RunbookEngine.Activities.Notices;

/// <summary>What people are told of an open approval, whichever front tells them.</summary>
public static class ApprovalNotice
{
    /// <param name="waiting">What the step asks.</param>
    /// <param name="how">How to decide: a link or a command; one paragraph.</param>
    public static Notice Of(RunState run, StepWaiting waiting, string how, string key, DateTimeOffset at)
    {
        var asked = waiting.Asked;
        var text = new StringBuilder();
        var ticket = run.Ticket is null ? "" : $", ticket {run.Ticket}";
        text.Append(SinkText.Terminal(asked?.Message ?? $"{run.Plan.Runbook} asks for approval.")).Append("\n\n");
        text.Append(SinkText.Line(
            $"Runbook {run.Plan.Runbook} in {run.Plan.Environment.Name}, asked for by {string.Join(", ", ApprovalCount.Requesters(run))}{ticket}.")).Append('\n');
        text.Append(SinkText.Line(waiting.For.Split('\n')[0])).Append('\n');
        if (asked is not null)
            text.Append($"Decide before {asked.Deadline:u}; silence denies.\n");
        text.Append($"\n{how}\n");
        return new Notice(
            $"{(asked?.Level > 0 ? "Still open: a" : "A")}pproval of {run.Plan.Runbook}", text.ToString(), asked?.Level > 0 ? "critical" : "warning",
            run.Id.ToString(), run.Plan.Runbook, waiting.Step.ToString(), key, at);
    }

    /// <summary>For people whom no link reaches.</summary>
    public static string ByCommand(RunId run, StepKey step) => $"Decide with: runbook approve {run} {Shell.Quote(step.ToString())} --grant";
}
