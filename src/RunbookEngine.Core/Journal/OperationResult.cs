using System.Text.Json.Serialization;

namespace RunbookEngine.Journal;

/// <summary>How one state-changing request ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperationResult>))]
public enum OperationResult
{
    /// <summary>It took effect.</summary>
    [JsonStringEnumMemberName("done")] Done,

    /// <summary>It was refused, or never reached its target: it had no effect.</summary>
    [JsonStringEnumMemberName("no-effect")] NoEffect,

    /// <summary>It failed and may have taken effect in part.</summary>
    [JsonStringEnumMemberName("failed")] Failed,

    /// <summary>A person said how to go on; whether it took effect is not known.</summary>
    [JsonStringEnumMemberName("set-aside")] SetAside,
}
