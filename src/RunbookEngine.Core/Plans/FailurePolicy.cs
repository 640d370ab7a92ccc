using System.Text.Json.Serialization;

namespace RunbookEngine.Plans;

/// <summary>What a run does when a step has failed for good. Before the pivot the default is to roll back, after it to hold.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailurePolicy>))]
public enum FailurePolicy
{
    /// <summary>Take back, in reverse order, every step that may have had an effect.</summary>
    [JsonStringEnumMemberName("rollback")] Rollback,

    /// <summary>Stop and wait for a person.</summary>
    [JsonStringEnumMemberName("hold")] Hold,

    /// <summary>End the run as it stands; nothing is taken back.</summary>
    [JsonStringEnumMemberName("abort")] Abort,
}
