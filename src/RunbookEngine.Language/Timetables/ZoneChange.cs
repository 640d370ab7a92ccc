namespace RunbookEngine.Language.Timetables;

/// <summary>A moment at which the clocks of a zone are moved.</summary>
/// <param name="At">The first moment, in UTC, with the new offset.</param>
public readonly record struct ZoneChange(DateTimeOffset At, TimeSpan Before, TimeSpan After)
{
    /// <summary>Clocks are put forward: wall-clock times are left out.</summary>
    public bool IsGap => After > Before;

    /// <summary>The wall-clock times that do not exist, or that come twice: from this one,</summary>
    public DateTime From => (At.UtcDateTime + (IsGap ? Before : After)).AsLocal();

    /// <summary>to before this one.</summary>
    public DateTime To => (At.UtcDateTime + (IsGap ? After : Before)).AsLocal();
}

internal static class LocalTimes
{
    /// <summary>The same digits, no longer claiming to be UTC.</summary>
    public static DateTime AsLocal(this DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
}
