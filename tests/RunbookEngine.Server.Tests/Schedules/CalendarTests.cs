using RunbookEngine.Language.Documents;
using RunbookEngine.Server.Schedules.Calendars;

namespace RunbookEngine.Server.Tests.Schedules;

public class CalendarTests
{
    [Fact]
    public void Every_quarter_of_an_hour_of_a_year_is_allowed_as_its_words_say()
    {
        // What a calendar says, and the same said in code.
        var cases = new (string Text, Func<DateTime, bool> Allows)[]
        {
            ("windows: [{ days: MON-FRI, from: '20:00', to: '06:00' }]", t => t.Hour >= 20 ? Working(t) : t.Hour < 6 && Working(t.AddDays(-1))),
            ("windows: [{ days: 'SAT,SUN' }]", t => !Working(t)),
            ("windows: [{ days: FRI-MON, from: '08:30', to: '09:15' }]", t => t.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday or DayOfWeek.Sunday or DayOfWeek.Monday && t.TimeOfDay >= new TimeSpan(8, 30, 0) && t.TimeOfDay < new TimeSpan(9, 15, 0)),
            ("windows: [{ from: '22:00' }]", t => t.Hour >= 22),
            ("windows: [{ from: '22:00', to: '24:00' }, { to: '02:00' }]", t => t.Hour is >= 22 or < 2),
            ("windows: [{ from: '02:00', to: '02:00' }]", t => true),
            ("blackouts: [{ dates: 2026-12-20..2027-01-06 }]", t => t < new DateTime(2026, 12, 20) || t >= new DateTime(2027, 1, 7)),
            ("blackouts: [{ dates: [2026-10-25, 2026-12-24], from: '12:00' }]", t => !((t.Month, t.Day) is (10, 25) or (12, 24) && t.Hour >= 12)),
            ("windows: [{ days: [SUN] }]\nblackouts: [{ from: '10:00', to: '11:00' }]", t => t.DayOfWeek == DayOfWeek.Sunday && t.Hour != 10),
        };
        foreach (var (text, allows) in cases)
        {
            var (calendar, found) = CalendarReader.Read(new SourceFile("c", $"zone: Europe/Berlin\n{text}\n"), "c");
            Assert.True(calendar is not null, string.Join('\n', found));
            var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
            for (var at = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero); at.Year < 2027 || at.Month < 3; at = at.AddMinutes(15))
                Assert.True(calendar.Allows(at) == allows(TimeZoneInfo.ConvertTime(at, zone).DateTime), $"{text} at {at:s}");
        }

        static bool Working(DateTime t) => t.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
    }

    [Fact]
    public void What_is_no_calendar_is_refused_where_it_is_wrong()
    {
        foreach (var (text, line, word) in new[]
        {
            ("", 1, "empty"), ("[]", 1, "map"), ("zone: UTC", 1, "windows"), ("windows: [{ days: SAT }]", 1, "zone"), ("zone: Mars\nwindows: [{ days: SAT }]", 1, "no known time zone"),
            ("zone: UTC\nwindows: SAT", 2, "list"), ("zone: UTC\nwindows: [SAT]", 2, "map"), ("zone: UTC\nwindows: [{ days: SAX }]", 2, "day of the week"), ("zone: UTC\nwindows: [{ days: MON-TUE-WED }]", 2, "day of the week"),
            ("zone: UTC\nwindows: [{ from: 25:00 }]", 2, "time of day"), ("zone: UTC\nwindows: [{ from: '6:00' }]", 2, "time of day"), ("zone: UTC\nblackouts: [{ dates: 2026-02-30 }]", 2, "date"),
            ("zone: UTC\nblackouts: [{ dates: 2026-03-02..2026-03-01 }]", 2, "date"), ("zone: UTC\nblackouts: [{ date: 2026-03-01 }]", 2, "not known"), ("zone: UTC\nblackouts: [{ why: rest }]", 2, "needs"),
            ("zone: UTC\nwindow: []\nblackouts: [{ days: SUN }]", 2, "not known"),
        })
        {
            var (calendar, found) = CalendarReader.Read(new SourceFile("c", text), "c");
            Assert.Null(calendar);
            Assert.True(found.Any(d => d.At.Line == line && d.Message.Contains(word, StringComparison.Ordinal)), $"{text}\n{string.Join('\n', found)}");
        }
    }
}
