using System.Text.Json.Serialization;

namespace RunbookEngine.Activities;

/// <summary>Why a step failed, as <c>retry.on</c> names it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>The array, service or person said no; repeating changes nothing by itself.</summary>
    [JsonStringEnumMemberName("refused")] Refused,

    /// <summary>Array, service or store not reached, or it answered that it is busy. May pass.</summary>
    [JsonStringEnumMemberName("unreachable")] Unreachable,

    /// <summary>A deadline passed. May pass.</summary>
    [JsonStringEnumMemberName("timeout")] Timeout,

    /// <summary>A pair is, or came to be, in a status from which the wanted one is not reached.</summary>
    [JsonStringEnumMemberName("wrong-status")] WrongStatus,

    /// <summary>The copy stopped advancing. May pass.</summary>
    [JsonStringEnumMemberName("stalled")] Stalled,

    /// <summary>A command ended with a code other than 0, or a web call with an unexpected status.</summary>
    [JsonStringEnumMemberName("command-failed")] CommandFailed,

    /// <summary>An approval was denied or its deadline passed.</summary>
    [JsonStringEnumMemberName("denied")] Denied,

    /// <summary>An expression or argument could not be evaluated.</summary>
    [JsonStringEnumMemberName("invalid")] Invalid,

    /// <summary>Ended because the run was cancelled or another step failed.</summary>
    [JsonStringEnumMemberName("abandoned")] Abandoned,

    /// <summary>A defect in the engine; the message says what to report.</summary>
    [JsonStringEnumMemberName("internal")] Internal,
}
