using System.Text.Json;
using RunbookEngine.Activities.Steps;
using RunbookEngine.Activities.Web;

namespace RunbookEngine.Activities.Notices;

/// <summary>Tells people of something that belongs to no run, over a channel such as an environment's <c>notify</c> holds.</summary>
public sealed class NoticeSender(WebClients clients)
{
    private readonly NoticeChannels _channels = new(clients);

    /// <param name="channel">JSON with <c>webhook</c>, <c>mail</c> or <c>file</c>, and perhaps <c>credentials</c> and <c>tls</c>.</param>
    /// <param name="severity"><c>info</c>, <c>warning</c> or <c>critical</c>.</param>
    /// <param name="source">What it is about: <c>schedule:NAME</c>.</param>
    /// <param name="key">The same for every delivery of one message.</param>
    /// <returns>Null when it was delivered, else why not; never a secret.</returns>
    public Task<string?> SendAsync(
        JsonElement channel, string subject, string text, string severity, string runbook, string source, string key, DateTimeOffset at, CancellationToken cancellationToken) =>
        _channels.TryDeliverAsync(new StepArguments("notify", channel, []), new Notice(subject, text, severity, "", runbook, source, key, at), cancellationToken);
}
