using System.Text.Json.Serialization;

namespace RunbookEngine.Runs;

/// <summary>Where a run stands as a whole. The names are a contract of the command line.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunOutcome>))]
public enum RunOutcome
{
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("succeeded")] Succeeded,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("rolled-back")] RolledBack,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
    [JsonStringEnumMemberName("awaiting-approval")] AwaitingApproval,
    [JsonStringEnumMemberName("held")] Held,
    [JsonStringEnumMemberName("needs-operator")] NeedsOperator,
}
