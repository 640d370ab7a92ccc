namespace RunbookEngine.Language.Timetables;

/// <summary>The days that a cron expression names, by month or by week.</summary>
/// <param name="Named">Days of the month, bits 1 to 31.</param>
/// <param name="Nearest">Days of the month whose nearest weekday in the same month is meant (<c>15W</c>).</param>
/// <param name="FromEnd">Days counted back from the last of the month (<c>L-3</c>), and whether the nearest weekday is meant (<c>LW</c>).</param>
/// <param name="Weekdays">Days of the week, bit 0 for Sunday.</param>
/// <param name="LastWeekdays">Days of the week of which the month's last is meant (<c>6L</c>), bit 0 for Sunday.</param>
/// <param name="Nth">Days of the week, 0 for Sunday, and which of the month (<c>6#3</c>).</param>
internal sealed record CronDays(
    uint Named, IReadOnlyList<int> Nearest, IReadOnlyList<(int Back, bool Weekday)> FromEnd, uint Weekdays, uint LastWeekdays, IReadOnlyList<(int Day, int Nth)> Nth)
{
    private const uint WholeMonth = uint.MaxValue & ~1u;

    /// <summary>Neither field narrows anything down.</summary>
    public bool Every => Named == WholeMonth || Weekdays == 0x7f;

    /// <summary>The days of a month as bits 1 to 31.</summary>
    public uint In(int year, int month)
    {
        var last = DateTime.DaysInMonth(year, month);
        var firstDay = (int)new DateTime(year, month, 1).DayOfWeek;
        var days = Named;
        foreach (var day in Nearest)
            days |= Weekday(Math.Min(day, last), last, firstDay);
        foreach (var (back, weekday) in FromEnd.Where(e => last - e.Back >= 1))
            days |= weekday ? Weekday(last - back, last, firstDay) : 1u << (last - back);
        for (var day = 1; day <= last; day++)
        {
            var dayOfWeek = (firstDay + day - 1) % 7;
            if ((Weekdays >> dayOfWeek & 1) == 1 || (LastWeekdays >> dayOfWeek & 1) == 1 && day > last - 7 || Nth.Contains((dayOfWeek, ((day - 1) / 7) + 1)))
                days |= 1u << day;
        }

        return days & (uint)((1ul << (last + 1)) - 2);
    }

    private static uint Weekday(int day, int last, int firstDay) => ((firstDay + day - 1) % 7) switch
    {
        6 => 1u << (day == 1 ? 3 : day - 1),
        0 => 1u << (day == last ? day - 2 : day + 1),
        _ => 1u << day,
    };
}
