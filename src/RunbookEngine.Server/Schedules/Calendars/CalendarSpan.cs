namespace RunbookEngine.Server.Schedules.Calendars;

/// <summary>A part of the wall clock: of some dates, of some days of the week, from one time of day to another.</summary>
/// <param name="Dates">First and last day of each range; empty: every date.</param>
/// <param name="Days">Empty: every day of the week.</param>
/// <param name="From">Default: 00:00.</param>
/// <param name="To">Not included. Not later than <paramref name="From"/>: it ends on the following day, and belongs to the day on which it began. Null: midnight.</param>
public sealed record CalendarSpan(IReadOnlyList<(DateOnly First, DateOnly Last)> Dates, IReadOnlySet<DayOfWeek> Days, TimeOnly From, TimeOnly? To)
{
    public bool Contains(DateTime local)
    {
        var (date, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        if (To is not { } to)
            return time >= From && BeginsOn(date);
        return to > From
            ? time >= From && time < to && BeginsOn(date)
            : time >= From && BeginsOn(date) || time < to && date > DateOnly.MinValue && BeginsOn(date.AddDays(-1));
    }

    private bool BeginsOn(DateOnly date) => (Days.Count == 0 || Days.Contains(date.DayOfWeek)) && (Dates.Count == 0 || Dates.Any(d => date >= d.First && date <= d.Last));
}
