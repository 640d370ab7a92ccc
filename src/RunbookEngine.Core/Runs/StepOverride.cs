using System.Text.Json.Serialization;

namespace RunbookEngine.Runs;

/// <summary>What a person decided about a step that failed or is ambiguous, or about its undo.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepOverride>))]
public enum StepOverride
{
    [JsonStringEnumMemberName("retry")] Retry,
    [JsonStringEnumMemberName("skip")] Skip,
    [JsonStringEnumMemberName("mark-done")] MarkDone,
}
