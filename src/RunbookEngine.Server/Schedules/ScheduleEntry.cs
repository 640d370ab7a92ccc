using RunbookEngine.Language.Triggers;
using RunbookEngine.Server.Access;

namespace RunbookEngine.Server.Schedules;

/// <summary>A trigger that the server knows.</summary>
/// <param name="Name">Unique: the name it was put under, or <c>RUNBOOK.TRIGGER</c>.</param>
/// <param name="Since">When it was written: fires before that are none.</param>
/// <param name="Version">Of its own document, its ETag; null when it stands in a runbook.</param>
/// <param name="RunbookVersion">Of the runbook it stands in; null when it stands alone.</param>
/// <param name="Author">Who wrote it.</param>
public sealed record ScheduleEntry(string Name, string Runbook, TriggerDefinition Trigger, DateTimeOffset Since, int? Version, int? RunbookVersion, string Author)
{
    /// <summary>Of the author, as <see cref="TriggerAuthor"/> has it.</summary>
    public string? Identity { get; init; }

    /// <summary>See <see cref="StoredText.Born"/>.</summary>
    public int Born { get; init; } = 1;

    /// <summary>What its fires, states and orders are kept under: unlike the name it is never given to another trigger.</summary>
    public string Key => Born > 1 ? $"{Name}@{Born}" : Name;

    public TriggerAuthor By => new(Author, Identity);

    /// <summary>It is due by the clock.</summary>
    public bool IsTimed => Trigger.Cron is not null || Trigger.Every is not null;
}
