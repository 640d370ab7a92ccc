using RunbookEngine.Language.Timetables;

namespace RunbookEngine.Server.Schedules.Calendars;

/// <summary>When schedules may start something, on the wall clock of a zone.</summary>
/// <param name="Windows">Allowed; empty: always.</param>
/// <param name="Blackouts">Not allowed, windows or not.</param>
public sealed record Calendar(string Name, ZoneClock Zone, IReadOnlyList<CalendarSpan> Windows, IReadOnlyList<CalendarSpan> Blackouts)
{
    /// <summary>Windows and blackouts of one calendar.</summary>
    public const int MaxSpans = 500;

    public bool Allows(DateTimeOffset moment)
    {
        var local = Zone.LocalAt(moment);
        return (Windows.Count == 0 || Windows.Any(w => w.Contains(local))) && !Blackouts.Any(b => b.Contains(local));
    }
}
