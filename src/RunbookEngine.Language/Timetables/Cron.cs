using System.Numerics;

namespace RunbookEngine.Language.Timetables;

/// <summary>A cron expression as Quartz writes it: seconds, minutes, hours, day of month, month, day of week and perhaps a year. Immutable.
/// It knows the wall clock only; <see cref="CronTimetable"/> knows the zone.</summary>
public sealed class Cron
{
    /// <summary>The last year a cron expression reaches.</summary>
    public const int LastYear = 2199;

    /// <summary>Characters of an expression.</summary>
    public const int Longest = 200;

    private const uint EveryHourOfTheDay = (1u << 24) - 1;

    private readonly ulong _seconds;
    private readonly ulong _minutes;
    private readonly uint _hours;
    private readonly uint _months;
    private readonly CronDays _days;
    private readonly HashSet<int>? _years;

    internal Cron(string text, ulong seconds, ulong minutes, uint hours, uint months, CronDays days, HashSet<int>? years) =>
        (Text, _seconds, _minutes, _hours, _months, _days, _years) = (text, seconds, minutes, hours, months, days, years);

    public string Text { get; }

    /// <summary>It fires in every hour of its days: it counts time rather than naming a time of day.</summary>
    public bool EveryHour => _hours == EveryHourOfTheDay;

    /// <summary>Hours between the fires of a day when the hour field is an even step such as <c>0/2</c>; null when it names times of day.</summary>
    public int? HourStep
    {
        get
        {
            var count = BitOperations.PopCount(_hours);
            if (count < 2 || 24 % count != 0 || !_days.Every)
                return null;
            var (step, first) = (24 / count, BitOperations.TrailingZeroCount(_hours));
            return Enumerable.Range(0, count).All(i => (_hours >> ((first + (i * step)) % 24) & 1) == 1) ? step : null;
        }
    }

    /// <summary>Reads an expression; null with the reason when it is none.</summary>
    public static Cron? TryParse(string text, out string? problem) => CronReader.TryRead(text, out problem);

    /// <exception cref="FormatException">It is none; the message tells why.</exception>
    public static Cron Parse(string text) => TryParse(text, out var problem) ?? throw new FormatException(problem);

    /// <summary>The first wall-clock time it names later than another; null when there is none up to <see cref="LastYear"/>.</summary>
    public DateTime? NextAfter(DateTime local)
    {
        var from = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerSecond)).AddSeconds(1);
        for (var (year, month) = (from.Year, from.Month); year <= LastYear; (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1))
        {
            if (_years?.Contains(year) == false)
            {
                month = 12;
                continue;
            }

            if ((_months >> month & 1) == 0)
                continue;
            var first = year == from.Year && month == from.Month;
            for (var days = _days.In(year, month) >> (first ? from.Day : 1) << (first ? from.Day : 1); days != 0; days &= days - 1)
            {
                var day = BitOperations.TrailingZeroCount(days);
                var start = first && day == from.Day ? from.TimeOfDay : TimeSpan.Zero;
                if (TimeFrom(start) is { } time)
                    return new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified).Add(time);
            }
        }

        return null;
    }

    public override string ToString() => Text;

    private TimeSpan? TimeFrom(TimeSpan start)
    {
        var (hour, minute, second) = (start.Hours, start.Minutes, start.Seconds);
        if (Next(_hours, hour) is not { } h)
            return null;
        if (h == hour && Next(_minutes, minute) is { } m)
        {
            if (m > minute)
                return new TimeSpan(h, m, First(_seconds));
            if (Next(_seconds, second) is { } s)
                return new TimeSpan(h, m, s);
            if (Next(_minutes, minute + 1) is { } later)
                return new TimeSpan(h, later, First(_seconds));
        }

        return (h > hour ? h : Next(_hours, hour + 1)) is { } next ? new TimeSpan(next, First(_minutes), First(_seconds)) : null;
    }

    private static int First(ulong set) => BitOperations.TrailingZeroCount(set);

    private static int? Next(ulong set, int from) => from < 64 && set >> from << from is not 0 and var rest ? BitOperations.TrailingZeroCount(rest) : null;
}
