namespace RunbookEngine.Language.Timetables;

/// <summary>What becomes of a time of day that does not exist, because clocks are put forward over it.</summary>
public enum GapPolicy
{
    /// <summary>Nothing happens on that day.</summary>
    Skip,

    /// <summary>It happens at the first moment that exists again; several times in one gap are one.</summary>
    Shift,
}
