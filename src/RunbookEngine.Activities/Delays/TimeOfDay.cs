using System.Globalization;

namespace RunbookEngine.Activities.Delays;

/// <summary>The next moment at which a zone's clock shows a time of day.</summary>
internal static class TimeOfDay
{
    public static TimeOnly? TryParse(string text) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    /// <summary>The first such moment at or after <paramref name="from"/>. In the gap of a clock change: the first moment after it;
    /// in an overlap: the first of the two.</summary>
    public static DateTimeOffset Next(TimeOnly time, TimeZoneInfo zone, DateTimeOffset from)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime);
        return Enumerable.Range(-1, 4).Select(d => At(day.AddDays(d).ToDateTime(time), zone)).First(moment => moment >= from);
    }

    private static DateTimeOffset At(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsAmbiguousTime(local))
        {
            // The greater offset comes first: daylight time, before the clocks go back.
            return new DateTimeOffset(local, zone.GetAmbiguousTimeOffsets(local).Max());
        }
        while (zone.IsInvalidTime(local))
        {
            local = Truncated(local).AddMinutes(1);
        }
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    private static DateTime Truncated(DateTime local) => local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute));
}
