using System.Text.Json.Serialization;

namespace RunbookEngine.Server.Schedules;

/// <summary>How far a schedule has come.</summary>
/// <param name="Digest">Of the trigger that it is about: another text begins anew.</param>
/// <param name="Done">Every fire up to this moment has been dealt with.</param>
public sealed record ScheduleState(string Digest, DateTimeOffset Done)
{
    public ScheduleBreak? Paused { get; init; }

    /// <summary>The last run it started, as a run id.</summary>
    public string? LastRun { get; init; }

    /// <summary>When the last fire was due that was dealt with.</summary>
    public DateTimeOffset? LastFire { get; init; }

    [JsonIgnore]
    public bool IsPaused => Paused is not null;
}

/// <summary>Somebody stopped a schedule for a while.</summary>
public sealed record ScheduleBreak(string By, DateTimeOffset At);
