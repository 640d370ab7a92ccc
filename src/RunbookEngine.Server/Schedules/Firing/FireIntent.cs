using System.Text.Json.Serialization;

namespace RunbookEngine.Server.Schedules.Firing;

/// <summary>What a node means to do about a fire.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FireIntent>))]
public enum FireIntent
{
    /// <summary>Start the run that is due.</summary>
    [JsonStringEnumMemberName("start")] Start,

    /// <summary>Start one run for all that were missed.</summary>
    [JsonStringEnumMemberName("make-up")] MakeUp,

    /// <summary>Tell people that it was missed.</summary>
    [JsonStringEnumMemberName("tell")] Tell,
}
