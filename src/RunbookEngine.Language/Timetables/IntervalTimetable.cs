namespace RunbookEngine.Language.Timetables;

/// <summary>Every so often, counted in UTC: summer time does not move it.</summary>
/// <param name="every">At least <see cref="Shortest"/>.</param>
/// <param name="from">A moment from which it is counted, in both directions.</param>
public sealed class IntervalTimetable(TimeSpan every, DateTimeOffset from) : ITimetable
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _every = every >= Shortest ? every : throw new ArgumentOutOfRangeException(nameof(every), every, $"at least {Shortest}");

    public DateTimeOffset? NextAfter(DateTimeOffset after)
    {
        var passed = (after - from).Ticks;
        var whole = passed / _every.Ticks - (passed % _every.Ticks < 0 ? 1 : 0);
        var room = DateTimeOffset.MaxValue.UtcTicks - from.UtcTicks;
        return whole + 1 > room / _every.Ticks ? null : from.ToUniversalTime().AddTicks((whole + 1) * _every.Ticks);
    }
}
