using RunbookEngine.Language.Timetables;

namespace RunbookEngine.Server.Tests.Schedules;

/// <summary>Quartz reads and counts the same expressions; in UTC its answers are right.</summary>
public class CronTests
{
    private static readonly DateTime Start = new(2027, 11, 20, 22, 58, 31);

    private static readonly string[] Times =
    [
        "0 0 2", "0 30 2", "0 */5 *", "0/20 * *", "0 0 */2", "0 15,45 8-18", "30 0 22-2", "0 7/15 0/6", "59 59 23", "* * *", "0 50-10/5 3", "5-7,9 0 0", "0 0 0,12", "0 /15 1",
    ];

    private static readonly string[] Days =
    [
        "* * ?", "? * *", "1 * ?", "31 * ?", "29 2 ?", "L * ?", "LW * ?", "L-3 * ?", "L-30 * ?", "15W * ?", "1W * ?", "31W 1,3 ?", "1,15 * ?", "10-20/3 1-6 ?", "28-3 * ?", "*/7 * ?",
        "? * SAT", "? * MON-FRI", "? * 1", "? * FRI-MON", "? * 6L", "? * L", "? * 2#1", "? * FRI#5", "? * MON,WED,FRI", "? JAN-MAR SUN", "? 11/2 3", "? * 2-6/2",
        "* * ? 2028", "1 1 ? 2028-2030", "29 2 ? 2028/4", "? 12 * 2027,2029",
    ];

    [Fact]
    public void Every_expression_gives_the_times_that_Quartz_gives_on_a_clock_that_is_never_moved()
    {
        var wrong = new List<string>();
        foreach (var text in Times.SelectMany(t => Days.Select(d => $"{t} {d}")))
        {
            var (ours, theirs) = (Cron.Parse(text), new Quartz.CronExpression(text) { TimeZone = TimeZoneInfo.Utc });
            var (at, expected) = ((DateTime?)Start, (DateTimeOffset?)new DateTimeOffset(Start, TimeSpan.Zero));
            for (var i = 0; i < 25 && at?.Year < 2100; i++)
            {
                (at, expected) = (ours.NextAfter(at.Value), theirs.GetNextValidTimeAfter(expected!.Value));
                if (at == expected?.DateTime)
                    continue;
                wrong.Add($"{text}: {at:s}, Quartz {expected:s}");
                break;
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void What_is_no_expression_is_refused_with_its_field_and_the_reason()
    {
        foreach (var (text, part) in new[]
        {
            ("* * * * *", "six or seven fields"), ("@daily", "six or seven fields"), ("", "six or seven fields"), ("0 0 2 * * *", "one of day of month"), ("0 0 2 ? * ?", "only one"),
            ("60 0 2 * * ?", "seconds"), ("0 60 2 * * ?", "minutes"), ("0 0 24 * * ?", "hours"), ("0 0 2 0 * ?", "day of month"), ("0 0 2 32 * ?", "day of month"), ("0 0 2 * 13 ?", "month"),
            ("0 0 2 * FOO ?", "month"), ("0 0 2 ? * 8", "day of week"), ("0 0 2 ? * 6#6", "day of week"), ("0 0 2 ? * XL", "day of week"), ("0 0 2 ? * 6##1", "day of week"), ("0 0/0 2 * * ?", "step"),
            ("0 0/99 2 * * ?", "step"), ("0 0 2 L-31 * ?", "day of month"), ("0 0 2 W * ?", "day of month"), ("0 0 2 * * ? 1969", "year"), ("0 0 2 * * ? 2030-2029", "year"), ("0 0 2 * * ? 99999999999", "year"),
            ("0 -1 2 * * ?", "minutes"), ("0 1- 2 * * ?", "minutes"), ("0 1-2-3 2 * * ?", "minutes"), ("0 , 2 * * ?", "minutes"), (new string('0', 500), "characters"), ("0 0 2 ? ? ?", "only one"),
        })
        {
            Assert.Null(Cron.TryParse(text, out var problem));
            Assert.Contains(part, problem);
        }
    }

    [Fact]
    public void A_date_that_never_comes_has_no_next_time()
    {
        foreach (var text in new[] { "0 0 2 31 2 ?", "0 0 2 30 FEB ?", "0 0 2 31 4,6,9,11 ?", "0 0 0 L-30 2 ?", "0 0 0 1 1 ? 1971" })
            Assert.Null(Cron.Parse(text).NextAfter(Start));
    }

    [Fact]
    public void Random_text_is_read_or_refused_and_nothing_else()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        const string Letters = "0123456789*?/-,LW# MONSAT";
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Letters[random.Next(Letters.Length)]));
            var cron = Cron.TryParse(text, out var problem);
            Assert.True(cron is null != problem is null, $"seed {seed}: {text}");
        }
    }
}
