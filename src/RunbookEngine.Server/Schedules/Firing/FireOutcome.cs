using System.Text.Json.Serialization;

namespace RunbookEngine.Server.Schedules.Firing;

/// <summary>What became of a fire.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FireOutcome>))]
public enum FireOutcome
{
    /// <summary>It has a run.</summary>
    [JsonStringEnumMemberName("started")] Started,

    /// <summary>Nobody was there in time, or it could not be started in time.</summary>
    [JsonStringEnumMemberName("missed")] Missed,

    /// <summary>The run of the time before had not ended.</summary>
    [JsonStringEnumMemberName("skipped")] Skipped,

    /// <summary>The runbook, its inputs, its environment or a calendar are not in order.</summary>
    [JsonStringEnumMemberName("refused")] Refused,

    /// <summary>The schedule was changed, paused or deleted before it came to it.</summary>
    [JsonStringEnumMemberName("withdrawn")] Withdrawn,
}
