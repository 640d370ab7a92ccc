using System.Globalization;

namespace RunbookEngine.Language.Timetables;

/// <summary>One field of a cron expression: its name, its range and the words that stand for numbers.</summary>
internal sealed record CronField(string Name, int Least, int Most, string[] Words)
{
    public static readonly CronField Seconds = new("seconds", 0, 59, []);
    public static readonly CronField Minutes = new("minutes", 0, 59, []);
    public static readonly CronField Hours = new("hours", 0, 23, []);
    public static readonly CronField DayOfMonth = new("day of month", 1, 31, []);
    public static readonly CronField Month = new("month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]);
    public static readonly CronField DayOfWeek = new("day of week", 1, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);
    public static readonly CronField Year = new("year", 1970, Cron.LastYear, []);

    /// <summary>The numbers an item of a list stands for: <c>*</c>, <c>5</c>, <c>1-5</c>, <c>22-2</c>, <c>0/15</c>, <c>8-18/2</c>.</summary>
    /// <exception cref="FormatException">It stands for none.</exception>
    public IEnumerable<int> Numbers(string item)
    {
        var (range, stepText) = item.Split('/') is [var before, var after] ? (before, after) : (item, null);
        var step = 1;
        if (stepText is not null && (!int.TryParse(stepText, NumberStyles.None, CultureInfo.InvariantCulture, out step) || step < 1 || step > Most - Least + 1))
            throw Wrong(item, $"a step is a number from 1 to {Most - Least + 1}");
        var (from, to) = range switch
        {
            "*" or "" when range is "*" || stepText is not null => (Least, Most),
            _ when range.Split('-') is [var first, var last] => (Number(first, item), Number(last, item)),
            _ => (Number(range, item), stepText is null ? Number(range, item) : Most),
        };
        // 22-2 goes round; a year does not.
        if (to < from && this == Year)
            throw Wrong(item, "the first year is later than the last");
        var span = to >= from ? to - from : to - from + Most - Least + 1;
        for (var distance = 0; distance <= span; distance += step)
            yield return from + distance <= Most ? from + distance : from + distance - (Most - Least + 1);
    }

    public int Number(string word, string item)
    {
        var named = Array.FindIndex(Words, w => w.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (named >= 0)
            return Least + named;
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= Least && number <= Most
            ? number
            : throw Wrong(item, Words.Length == 0 ? $"it takes numbers from {Least} to {Most}" : $"it takes numbers from {Least} to {Most} and {Words[0]} to {Words[^1]}");
    }

    public FormatException Wrong(string item, string why) => new($"`{item}` is not understood in the field {Name}: {why}");
}
