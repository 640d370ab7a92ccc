using System.Globalization;

namespace RunbookEngine.Language.Timetables;

/// <summary>Reads cron expressions.</summary>
internal static class CronReader
{
    public static Cron? TryRead(string text, out string? problem)
    {
        problem = null;
        try
        {
            return Read(text);
        }
        catch (FormatException e)
        {
            problem = e.Message;
            return null;
        }
    }

    private static Cron Read(string text)
    {
        if (text.Length > Cron.Longest)
            throw new FormatException($"a cron expression has at most {Cron.Longest} characters, this one has {text.Length}");
        var fields = text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is not (6 or 7))
            throw new FormatException($"`{text}` has not six or seven fields");
        var days = (fields[3], fields[5]) switch
        {
            ("?", "?") => throw new FormatException("only one of day of month and day of week is `?`"),
            (var month, "?") => ByMonth(month),
            ("?", var week) => ByWeek(week),
            _ => throw new FormatException("one of day of month and day of week must be `?`: only the other one counts"),
        };
        var years = fields.Length == 7 && fields[6] != "*" ? Items(fields[6]).SelectMany(CronField.Year.Numbers).ToHashSet() : null;
        return new Cron(text, Set(CronField.Seconds, fields[0]), Set(CronField.Minutes, fields[1]), (uint)Set(CronField.Hours, fields[2]),
            (uint)Set(CronField.Month, fields[4]), days, years);
    }

    private static ulong Set(CronField field, string text) => Items(text).SelectMany(field.Numbers).Aggregate(0ul, (set, number) => set | 1ul << number);

    private static string[] Items(string text) => text.Split(',');

    private static CronDays ByMonth(string text)
    {
        var field = CronField.DayOfMonth;
        var (named, nearest, fromEnd) = (0ul, new List<int>(), new List<(int, bool)>());
        foreach (var item in Items(text.ToUpperInvariant()))
        {
            var weekday = item.EndsWith('W');
            var day = weekday ? item[..^1] : item;
            if (day == "L")
                fromEnd.Add((0, weekday));
            else if (day.StartsWith("L-", StringComparison.Ordinal))
                fromEnd.Add((int.TryParse(day.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var back) && back is >= 1 and <= 30
                    ? back : throw field.Wrong(item, "L- takes a number from 1 to 30"), weekday));
            else if (weekday)
                nearest.Add(field.Number(day, item));
            else
                named |= field.Numbers(item).Aggregate(0ul, (set, number) => set | 1ul << number);
        }

        return new CronDays((uint)named, nearest, fromEnd, 0, 0, []);
    }

    private static CronDays ByWeek(string text)
    {
        var field = CronField.DayOfWeek;
        var (days, last, nth) = (0u, 0u, new List<(int, int)>());
        foreach (var item in Items(text.ToUpperInvariant()))
        {
            if (item == "L")
                days |= 1u << 6;
            else if (item.EndsWith('L'))
                last |= 1u << (field.Number(item[..^1], item) - 1);
            else if (item.Split('#') is [var day, var which])
                nth.Add((field.Number(day, item) - 1, which is [>= '1' and <= '5'] ? which[0] - '0' : throw field.Wrong(item, "# takes a number from 1 to 5")));
            else
                days |= field.Numbers(item).Aggregate(0u, (set, number) => set | 1u << (number - 1));
        }

        return new CronDays(0, [], [], days, last, nth);
    }
}
