using RunbookEngine.Language.Timetables;

namespace RunbookEngine.Server.Tests.Schedules;

/// <summary>Every zone, every change of its clocks in two years, every policy: the fires are those that a walk over each minute finds.</summary>
public class CronZoneTests
{
    /// <summary>How far from a change the fires are compared.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromHours(30);

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly DateTimeOffset End = Start.AddYears(2);

    /// <summary>What the oracle understands of an expression: the minutes of the day and the days.</summary>
    private static readonly (string Text, Func<DateTime, bool> Names)[] Crons =
    [
        ("0 */5 * * * ?", t => t.Minute % 5 == 0),
        ("0 0/15 * * * ?", t => t.Minute % 15 == 0),
        ("0 */30 * ? * *", t => t.Minute % 30 == 0),
        ("0 0 * * * ?", t => t.Minute == 0),
        ("0 40 * * * ?", t => t.Minute == 40),
        ("0 0 0/2 * * ?", t => t.Minute == 0 && t.Hour % 2 == 0),
        ("0 0/10 1-3 * * ?", t => t.Minute % 10 == 0 && t.Hour is >= 1 and <= 3),
        ("0 30 2 * * ?", t => t is { Hour: 2, Minute: 30 }),
        ("0 30 0 * * ?", t => t is { Hour: 0, Minute: 30 }),
        ("0 30 1 * * ?", t => t is { Hour: 1, Minute: 30 }),
        ("0 0 3 * * ?", t => t is { Hour: 3, Minute: 0 }),
        ("0 15 23 * * ?", t => t is { Hour: 23, Minute: 15 }),
        ("0 30 2 ? * SUN", t => t is { Hour: 2, Minute: 30, DayOfWeek: DayOfWeek.Sunday }),
        ("0 0 2 L * ?", t => t is { Hour: 2, Minute: 0 } && t.AddDays(1).Day == 1),
        ("0 30 0 L * ?", t => t is { Hour: 0, Minute: 30 } && t.AddDays(1).Day == 1),
        ("0 5 0 1 * ?", t => t is { Hour: 0, Minute: 5, Day: 1 }),
    ];

    [Fact]
    public void Each_zone_fires_once_or_is_skipped_as_the_policy_says_at_every_change_of_two_years()
    {
        var changes = 0;
        var wrong = new List<string>();
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            foreach (var minutes in Stretches(zone))
            {
                changes++;
                foreach (var (text, names) in Crons)
                {
                    var named = Named(minutes, names);
                    foreach (var gap in Enum.GetValues<GapPolicy>())
                    {
                        foreach (var overlap in Enum.GetValues<OverlapPolicy>())
                        {
                            var expected = Expected(named, gap, overlap);
                            var found = Found(new CronTimetable(Cron.Parse(text), ZoneClock.Of(zone), gap, overlap), minutes[0].At, minutes[^1].At);
                            if (!expected.SequenceEqual(found))
                                wrong.Add($"{zone.Id} {text} {gap} {overlap}: {string.Join(' ', expected.Except(found).Select(t => $"-{t:s}"))} {string.Join(' ', found.Except(expected).Select(t => $"+{t:s}"))}");
                        }
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ\n{string.Join('\n', wrong.Take(20))}");
        Assert.True(changes > 400, $"only {changes} changes were found: are time zones installed?");
    }

    [Fact]
    public void A_cron_of_every_hour_leaves_no_hole_and_doubles_nothing_where_clocks_move_by_whole_hours()
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            if (Changes(zone).Any(c => (zone.GetUtcOffset(c) - zone.GetUtcOffset(c.AddMinutes(-1))).Minutes != 0))
                continue;
            foreach (var (text, minutes) in new[] { ("0 */5 * * * ?", 5), ("0 */15 * * * ?", 15), ("0 */30 * * * ?", 30), ("0 0 * * * ?", 60), ("0 40 * * * ?", 60) })
            {
                var timetable = new CronTimetable(Cron.Parse(text), ZoneClock.Of(zone));
                foreach (var change in Changes(zone))
                {
                    var fires = Found(timetable, change - Around, change + Around);
                    Assert.All(fires.Zip(fires.Skip(1)), pair => Assert.Equal(minutes, (pair.Second - pair.First).TotalMinutes));
                }
            }
        }
    }

    [Fact]
    public void A_time_of_day_comes_exactly_once_a_day_in_every_zone_for_two_years_when_nothing_else_is_written()
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            foreach (var text in new[] { "0 30 2 * * ?", "0 30 0 * * ?", "0 59 23 * * ?" })
            {
                var clock = ZoneClock.Of(zone);
                var fires = Found(new CronTimetable(Cron.Parse(text), clock), Start, End);
                // A fire that is shifted over midnight stays the fire of its day: days are counted, not dates.
                Assert.True(fires.Count is >= 729 and <= 731, $"{zone.Id} {text}: {fires.Count}");
                Assert.All(fires.Zip(fires.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalHours, 20, 28));
            }
        }
    }

    [Fact]
    public void A_day_that_an_island_left_out_is_made_up_for_at_its_end()
    {
        // Samoa crossed the date line: 30 December 2011 does not exist there.
        var zone = ZoneClock.Find("Pacific/Apia")!;
        var noon = new CronTimetable(Cron.Parse("0 0 12 * * ?"), zone);
        var first = noon.NextAfter(new DateTimeOffset(2011, 12, 29, 12, 0, 0, TimeSpan.FromHours(-10)))!.Value;
        Assert.Equal(new DateTimeOffset(2011, 12, 31, 0, 0, 0, TimeSpan.FromHours(14)), first);
        Assert.Equal(new DateTimeOffset(2011, 12, 31, 12, 0, 0, TimeSpan.FromHours(14)), noon.NextAfter(first));
        var skipped = new CronTimetable(Cron.Parse("0 0 12 * * ?"), zone, GapPolicy.Skip).NextAfter(first.AddHours(-12));
        Assert.Equal(new DateTimeOffset(2011, 12, 31, 12, 0, 0, TimeSpan.FromHours(14)), skipped);
    }

    [Fact]
    public void An_interval_is_even_in_any_year_and_counted_from_its_start()
    {
        foreach (var every in new[] { TimeSpan.FromMinutes(1), TimeSpan.FromHours(5), TimeSpan.FromDays(7) })
        {
            var start = new DateTimeOffset(2026, 3, 1, 6, 7, 8, TimeSpan.FromHours(9));
            var timetable = new IntervalTimetable(every, start);
            Assert.Equal(start, timetable.NextAfter(start.AddTicks(-1)));
            Assert.Equal(start + every, timetable.NextAfter(start));
            Assert.Equal(start - every, timetable.NextAfter(start - every - every));
            Assert.Null(timetable.NextAfter(DateTimeOffset.MaxValue.AddSeconds(-1)));
        }
    }

    private static List<DateTimeOffset> Found(CronTimetable timetable, DateTimeOffset from, DateTimeOffset to)
    {
        var found = new List<DateTimeOffset>();
        for (var at = timetable.NextAfter(from); at <= to; at = timetable.NextAfter(at.Value))
            found.Add(at.Value);
        return found;
    }

    /// <summary>The oracle: walks over the minutes and knows nothing but the offset of each.</summary>
    /// <returns>The moments of each named minute that exists, and the moments before which named minutes were left out.</returns>
    private static (List<List<DateTimeOffset>> There, List<DateTimeOffset> LeftOut) Named((DateTimeOffset At, DateTime Local)[] minutes, Func<DateTime, bool> names)
    {
        var (seen, leftOut) = (new Dictionary<DateTime, List<DateTimeOffset>>(), new List<DateTimeOffset>());
        for (var i = 1; i < minutes.Length; i++)
        {
            var (at, local) = minutes[i];
            if (names(local))
                (seen.TryGetValue(local, out var times) ? times : seen[local] = []).Add(at);
            for (var missing = minutes[i - 1].Local.AddMinutes(1); missing < local; missing = missing.AddMinutes(1))
            {
                if (names(missing))
                    leftOut.Add(at);
            }
        }

        return ([.. seen.Values], leftOut);
    }

    private static List<DateTimeOffset> Expected((List<List<DateTimeOffset>> There, List<DateTimeOffset> LeftOut) named, GapPolicy gap, OverlapPolicy overlap)
    {
        var found = new SortedSet<DateTimeOffset>(gap == GapPolicy.Shift ? named.LeftOut : []);
        foreach (var times in named.There)
            found.UnionWith(overlap switch { OverlapPolicy.First => times[..1], OverlapPolicy.Second => times[^1..], _ => times });
        return [.. found];
    }

    private static IEnumerable<(DateTimeOffset At, DateTime Local)[]> Stretches(TimeZoneInfo zone) =>
        Changes(zone).Select(c => Enumerable.Range(0, (int)(2 * Around.TotalMinutes)).Select(i => c - Around + TimeSpan.FromMinutes(i))
            .Select(at => (at, (at + zone.GetUtcOffset(at)).DateTime)).ToArray());

    private static List<DateTimeOffset> Changes(TimeZoneInfo zone) => AllChanges.Value[zone.Id];

    private static readonly Lazy<Dictionary<string, List<DateTimeOffset>>> AllChanges = new(() => TimeZoneInfo.GetSystemTimeZones().ToDictionary(z => z.Id, Walk));

    /// <summary>The first minutes with a new offset: looked for in every minute of each hour that ends with another one than it began with.</summary>
    private static List<DateTimeOffset> Walk(TimeZoneInfo zone)
    {
        var found = new List<DateTimeOffset>();
        for (var hour = Start; hour < End; hour = hour.AddHours(1))
        {
            if (zone.GetUtcOffset(hour) == zone.GetUtcOffset(hour.AddHours(1)))
                continue;
            found.AddRange(Enumerable.Range(1, 60).Select(m => hour.AddMinutes(m)).Where(at => zone.GetUtcOffset(at) != zone.GetUtcOffset(at.AddMinutes(-1))));
        }

        return found;
    }
}
