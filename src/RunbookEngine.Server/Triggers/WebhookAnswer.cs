using RunbookEngine.Language.Triggers;
using RunbookEngine.Plans;
using RunbookEngine.Server.Schedules;

namespace RunbookEngine.Server.Triggers;

/// <summary>A webhook as the API tells of it.</summary>
/// <param name="Href">Where senders POST to.</param>
/// <param name="Runbook">What it starts; null for ticket events.</param>
/// <param name="Connection">The ticket system whose events it takes in; null for one that starts a runbook.</param>
/// <param name="Secrets">References.</param>
/// <param name="Window">How far a timestamp may be off.</param>
/// <param name="StandsIn">The runbook it is written in, with its version; null when it stands alone.</param>
public sealed record WebhookAnswer(
    string Name, string Href, string? Runbook, string? Connection, IReadOnlyList<string> Secrets, string Window, int MaxBytes, int PerMinute, string? StandsIn, string Author, DateTimeOffset Since)
{
    /// <summary>As it was put; absent in lists, and when it stands in a runbook.</summary>
    public string? Text { get; init; }

    internal static WebhookAnswer Of(ScheduleEntry entry) => Of(
        entry.Name, entry.Trigger.Webhook!, entry.Runbook, null, entry.RunbookVersion is { } version ? $"{entry.Runbook} version {version}" : null, entry.Author, entry.Since);

    internal static WebhookAnswer Of(TicketIntake intake, StoredText text) => Of(intake.Name, intake.Webhook, null, intake.Connection, null, text.Author, text.At);

    private static WebhookAnswer Of(string name, WebhookDefinition hook, string? runbook, string? connection, string? standsIn, string author, DateTimeOffset since) => new(
        name, $"/hooks/{name}", runbook, connection, hook.Secrets, DurationText.Write(hook.Window), hook.MaxBytes, hook.PerMinute, standsIn, author, since);
}
