namespace RunbookEngine.Language.Timetables;

/// <summary>Which is meant of a time of day that comes twice, because clocks are put back over it.</summary>
public enum OverlapPolicy
{
    /// <summary>The first one.</summary>
    First,

    /// <summary>The second one.</summary>
    Second,

    /// <summary>Both.</summary>
    Both,
}
