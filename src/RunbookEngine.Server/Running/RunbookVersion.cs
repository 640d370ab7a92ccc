using System.Text.Json.Serialization;

namespace RunbookEngine.Server.Running;

/// <summary>One version of an uploaded runbook.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Hash">SHA-256 of the text in lower-case hexadecimal.</param>
public sealed record RunbookVersion(string Name, int Version, string Text, string Hash, string Author, DateTimeOffset At)
{
    /// <summary>Of the author, as a trigger's author has it; null in versions that were uploaded before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Identity { get; init; }
}
