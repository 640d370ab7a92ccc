using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Activities.Web;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Notices;

/// <summary><c>notify</c>: tells people. A message that cannot be delivered is on record, and fails the step only with <c>fatal: true</c>.
/// After a crash it may be delivered twice, with the same key.</summary>
internal sealed class NotifyActivity(WebClients clients) : Activity
{
    private readonly NoticeChannels _channels = new(clients);

    protected override async Task<StepOutcome> RunAsync(StepContext step, CancellationToken cancellationToken)
    {
        var arguments = StepArguments.Of(step);
        var outcome = JsonSerializer.SerializeToElement(step.State.Decided ?? step.State.Outcome, PlanJson.Options).GetString();
        var notice = new Notice(
            arguments.OptionalText("subject") ?? $"{step.Plan.Runbook}: {outcome}",
            arguments.Text("message"),
            arguments.Choice("severity", "info", "info", "warning", "critical"),
            step.Run.ToString(), step.Plan.Runbook, step.Key.ToString(), $"{step.Run}/{step.Key}/{step.Attempt}", step.Clock.GetUtcNow());
        step.Report(new StepProgress(notice.Text, [], null));
        using var limits = new StepLimits(step, cancellationToken);
        try
        {
            var channels = arguments.Texts("to").Distinct().ToList();
            var answers = await Task.WhenAll(
                channels.Select(async c => (Channel: c, Problem: await _channels.DeliverAsync(step.Plan, c, notice, limits.Token))));
            return Judge(answers, arguments.Flag("fatal", false));
        }
        catch (OperationCanceledException) when (limits.Reason("while the message was sent") is { } reason)
        {
            return new StepOutcome.Failed(reason);
        }
    }

    private static StepOutcome Judge(IReadOnlyList<(string Channel, string? Problem)> answers, bool fatal)
    {
        var problems = answers.Where(a => a.Problem is not null).Select(a => $"{a.Channel}: {a.Problem}").ToList();
        return fatal && problems.Count > 0
            ? StepOutcome.Fail(FailureKind.Unreachable, $"not delivered to {string.Join("; ", problems)}")
            : new StepOutcome.Succeeded(JsonSerializer.SerializeToElement(
                new { delivered = answers.Where(a => a.Problem is null).Select(a => a.Channel), problems }, PlanJson.Options));
    }
}
