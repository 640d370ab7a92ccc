using System.Text.Json.Serialization;

namespace RunbookEngine.Runs;

/// <summary>Where a step stands. The names on disk and in JSON are a contract of the command line.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepStatus>))]
public enum StepStatus
{
    [JsonStringEnumMemberName("pending")] Pending,
    [JsonStringEnumMemberName("running")] Running,

    /// <summary>Waits for a person, a time of day or a retry.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,
    [JsonStringEnumMemberName("succeeded")] Succeeded,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("skipped")] Skipped,
    [JsonStringEnumMemberName("undoing")] Undoing,
    [JsonStringEnumMemberName("undone")] Undone,

    /// <summary>It is not known whether the operation took effect; a person decides.</summary>
    [JsonStringEnumMemberName("ambiguous")] Ambiguous,
}
