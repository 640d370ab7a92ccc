using RunbookEngine.Language.Timetables;
using RunbookEngine.Language.Triggers;
using RunbookEngine.Server.Schedules.Calendars;

namespace RunbookEngine.Server.Schedules;

/// <summary>When a trigger is due: its timetable, without what calendars do not allow.</summary>
public sealed class FireTimes(ITimetable timetable, IReadOnlyList<Calendar> calendars) : ITimetable
{
    /// <summary>Times that calendars leave out in a row; a schedule that is left out longer has no next time.</summary>
    private const int MostLeftOut = 200_000;

    public static FireTimes Of(TriggerDefinition trigger, IReadOnlyList<Calendar> calendars) =>
        new(trigger.Timetable() ?? throw new ArgumentException($"{trigger.Name} is not due by the clock.", nameof(trigger)), calendars);

    public DateTimeOffset? NextAfter(DateTimeOffset after)
    {
        var next = timetable.NextAfter(after);
        for (var left = 0; next is { } at && !calendars.All(c => c.Allows(at)); next = timetable.NextAfter(at))
        {
            if (++left > MostLeftOut)
                return null;
        }

        return next;
    }

    /// <summary>Those later than one moment and no later than another; at most so many.</summary>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset until, int most)
    {
        for (var next = NextAfter(after); next <= until && most-- > 0; next = NextAfter(next.Value))
            yield return next.Value;
    }
}
