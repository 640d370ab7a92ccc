using RunbookEngine.Plans;

namespace RunbookEngine.Server.Schedules;

/// <summary>A schedule as the API tells of it.</summary>
/// <param name="Kind"><c>cron</c>, <c>every</c> or <c>ticket</c>.</param>
/// <param name="When">The cron expression with its zone, the interval, or the states of tickets.</param>
/// <param name="Next">When it is due next; null when it is paused, waits for tickets, or is never due again.</param>
/// <param name="Problem">Why it would start nothing; null when nothing is in the way.</param>
/// <param name="StandsIn">The runbook it is written in, with its version; null when it stands alone.</param>
public sealed record ScheduleAnswer(
    string Name, string Runbook, string? Environment, string? Mode, string Kind, string When, DateTimeOffset? Next, string? Problem, ScheduleBreak? Paused, DateTimeOffset? LastFire, string? LastRun,
    string? StandsIn, string Author, DateTimeOffset Since)
{
    /// <summary>As it was put; absent in lists, and when it stands in a runbook.</summary>
    public string? Text { get; init; }

    internal static ScheduleAnswer Of(ScheduleEntry entry, ScheduleState state, DateTimeOffset? next, string? environment, string? problem) => new(
        entry.Name, entry.Runbook, environment, entry.Trigger.Mode, KindOf(entry), WhenOf(entry), state.IsPaused ? null : next, problem, state.Paused, state.LastFire, state.LastRun,
        entry.RunbookVersion is { } version ? $"{entry.Runbook} version {version}" : null, entry.Author, entry.Since);

    private static string KindOf(ScheduleEntry entry) => entry.Trigger switch { { Cron: not null } => "cron", { Every: not null } => "every", { Ticket: not null } => "ticket", _ => "webhook" };

    private static string WhenOf(ScheduleEntry entry) => entry.Trigger switch
    {
        { Cron: { } cron } => $"{cron} {entry.Trigger.Zone}",
        { Every: { } every } => DurationText.Write(every),
        { Ticket: { } ticket } => $"{ticket.Connection}: {string.Join(", ", ticket.States)}",
        _ => $"POST /hooks/{entry.Name}",
    };
}
