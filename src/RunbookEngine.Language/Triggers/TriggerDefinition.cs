using System.Text.Json;
using RunbookEngine.Language.Timetables;

namespace RunbookEngine.Language.Triggers;

/// <summary>A trigger as read: what starts a runbook without a person.</summary>
public sealed record TriggerDefinition
{
    public static readonly TimeSpan DefaultLate = TimeSpan.FromMinutes(5);

    public required string Name { get; init; }

    /// <summary>SHA-256 of what is written, in hexadecimal: another text is another trigger.</summary>
    public required string Digest { get; init; }

    public string? Cron { get; init; }

    public string? Zone { get; init; }

    public TimeSpan? Every { get; init; }

    /// <summary>From when on <see cref="Every"/> is counted.</summary>
    public DateTimeOffset From { get; init; } = DateTimeOffset.UnixEpoch;

    public GapPolicy? Gap { get; init; }

    public OverlapPolicy? Overlap { get; init; }

    public IReadOnlyList<string> Calendars { get; init; } = [];

    public TimeSpan Late { get; init; } = DefaultLate;

    public MisfirePolicy Misfire { get; init; }

    /// <summary>A run starts although the one before has not ended. Default: false.</summary>
    public bool OverlapRuns { get; init; }

    public WebhookDefinition? Webhook { get; init; }

    public TicketDefinition? Ticket { get; init; }

    public string? Environment { get; init; }

    public string? Mode { get; init; }

    /// <summary>As written; those of a webhook or ticket may hold expressions.</summary>
    public IReadOnlyDictionary<string, JsonElement> Inputs { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Channels of the environment that hear of what did not start.</summary>
    public IReadOnlyList<string> Alert { get; init; } = [];

    /// <summary>When it is due; null for what comes from outside.</summary>
    /// <exception cref="FormatException">The expression or the zone is none; a checked trigger throws nothing.</exception>
    public ITimetable? Timetable() => this switch
    {
        { Cron: { } cron, Zone: { } zone } => new CronTimetable(Timetables.Cron.Parse(cron), ZoneClock.Find(zone) ?? throw new FormatException($"`{zone}` is no known time zone"), Gap, Overlap),
        { Every: { } every } => new IntervalTimetable(every, From),
        _ => null,
    };
}
