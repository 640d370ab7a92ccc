using RunbookEngine.Journal;
using RunbookEngine.Activities.Notices;
using RunbookEngine.Activities.Web;
using RunbookEngine.Approvals;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.People;

/// <summary>Tells people that the glass is to be broken, or is broken: over the channels that the environment names for it, else over all of its channels.</summary>
public sealed class BreakGlassAlert(WebClients web)
{
    private readonly NoticeChannels _channels = new(web);

    /// <param name="run">With the event in it.</param>
    /// <returns>Every channel, and why it did not take the message; null: it did.</returns>
    public async Task<IReadOnlyList<(string Channel, string? Problem)>> TellAsync(RunState run, StepKey step, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var notice = Notice(run, step, now);
        return await Task.WhenAll(Channels(run).Select(async channel => (channel, await _channels.DeliverAsync(run.Plan, channel, notice, cancellationToken))));
    }

    /// <summary>What people are told.</summary>
    public static Notice Notice(RunState run, StepKey step, DateTimeOffset now)
    {
        var state = run.StepOrPending(step);
        var (subject, text) = state.Glass is { } used
            ? ($"GLASS BROKEN in {run.Plan.Runbook}", $"{used.First} and {used.Actor} set aside step {step} without those who decide it: {used.Reason}.")
            : ($"{state.GlassAsked?.Actor} asks to break the glass in {run.Plan.Runbook}",
                $"{state.GlassAsked?.Actor} asks to set aside step {step} without those who decide it: {state.GlassAsked?.Reason}. A second person may agree until {now + BreakGlass.Life:u}.");
        return new Notice(subject, $"{text}\nRun {run.Id} in {run.Plan.Environment.Name}, started by {string.Join(", ", ApprovalCount.Requesters(run))}.", "critical",
            run.Id.ToString(), run.Plan.Runbook, step.ToString(), $"{run.Id}/break-glass/{run.Sequence}", now);
    }

    private static IEnumerable<string> Channels(RunState run) => BreakGlass.ChannelsIn(run.Plan) is { Count: > 0 } named ? named
        : run.Plan.Environment.Content.ValueKind == System.Text.Json.JsonValueKind.Object && run.Plan.Environment.Content.TryGetProperty("notify", out var all)
            && all.ValueKind == System.Text.Json.JsonValueKind.Object ? all.EnumerateObject().Select(c => c.Name)
        : [];

    /// <summary>What goes on record of one channel, so that an alert that did not arrive is a warning of the run.</summary>
    public static PeopleTold Told(RunState run, StepKey step, string channel, string? problem) =>
        new(step, $"glass/{(run.StepOrPending(step).Glass is null ? "asked" : "broken")}/{channel}", channel, null, problem);
}
