using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using RunbookEngine.Activities.Notices;
using RunbookEngine.Server.Records;
using RunbookEngine.Server.Running;

namespace RunbookEngine.Server.Schedules.Alerts;

/// <summary>Delivers alerts over the channels of an environment or of the configuration.</summary>
internal sealed partial class AlertDelivery(
    AlertOptions options, EnvironmentLibrary environments, NoticeSender sender, IServerRecord record, ScheduleMetrics metrics, ILogger<AlertDelivery> log) : IAlerts
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public async Task RaiseAsync(Alert alert, CancellationToken cancellationToken)
    {
        metrics.Missed(alert.Source, alert.Reason);
        Raised(alert.Source, alert.Reason, alert.Text);
        await record.WriteAsync(alert.Source, "schedule.missed", alert.Key, alert.Text, cancellationToken);
        var told = await Task.WhenAll((await ChannelsAsync(alert, cancellationToken)).Select(async channel => (channel.Name, Problem: channel.Content is null
            ? "there is no such channel"
            : await sender.SendAsync(channel.Content.Value, alert.Subject, alert.Text, "warning", alert.Runbook, alert.Source, alert.Key, alert.At, cancellationToken))));
        foreach (var (name, problem) in told.Where(t => t.Problem is not null))
        {
            Undelivered(name, alert.Source, problem!);
            await record.WriteAsync(alert.Source, "alert.undelivered", name, problem, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<(string Name, JsonElement? Content)>> ChannelsAsync(Alert alert, CancellationToken cancellationToken)
    {
        if (alert.Channels.Count == 0 || alert.Environment is null)
            return [.. options.Channels.Select(c => (c.Key, (JsonElement?)JsonSerializer.SerializeToElement(c.Value, Json)))];
        var notify = await environments.FindAsync(alert.Environment, cancellationToken) is { } environment && environment.Model.ToPlan().Content.TryGetProperty("notify", out var found)
            ? found
            : JsonSerializer.SerializeToElement(new { });
        return [.. alert.Channels.Select(name => (name, notify.TryGetProperty(name, out var channel) ? channel : (JsonElement?)null))];
    }

    [LoggerMessage(7001, LogLevel.Warning, "{Source} did not start ({Reason}): {Text}")]
    private partial void Raised(string source, string reason, string text);

    [LoggerMessage(7002, LogLevel.Error, "The channel {Channel} could not be told of {Source}: {Problem}")]
    private partial void Undelivered(string channel, string source, string problem);
}
