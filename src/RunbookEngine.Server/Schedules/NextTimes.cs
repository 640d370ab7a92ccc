using RunbookEngine.Language.Timetables;

namespace RunbookEngine.Server.Schedules;

/// <summary>A preview of the times at which a schedule is due.</summary>
public sealed record NextTimes(IReadOnlyList<NextTime> Items)
{
    internal static NextTimes Of(ScheduleEntry entry, IEnumerable<DateTimeOffset> times)
    {
        var zone = entry.Trigger.Zone is { } id ? ZoneClock.Find(id) : null;
        return new NextTimes([.. times.Select(t => new NextTime(t, zone is null ? null : new DateTimeOffset(zone.LocalAt(t), zone.OffsetAt(t))))]);
    }
}

/// <param name="At">In UTC.</param>
/// <param name="Local">On the clocks of the zone; null for an interval.</param>
public sealed record NextTime(DateTimeOffset At, DateTimeOffset? Local);
