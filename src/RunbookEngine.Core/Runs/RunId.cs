using System.Text.Json.Serialization;
using RunbookEngine.Journal;

namespace RunbookEngine.Runs;

/// <summary>Identity of one run: a UUID of version 7, so ids sort by start time.</summary>
[JsonConverter(typeof(RunIdConverter))]
public readonly record struct RunId(Guid Value)
{
    public static RunId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <summary>Reads an id as printed; null when it is none.</summary>
    public static RunId? TryParse(string text) => Guid.TryParse(text, out var id) ? new RunId(id) : null;

    public override string ToString() => Value.ToString("D");
}
