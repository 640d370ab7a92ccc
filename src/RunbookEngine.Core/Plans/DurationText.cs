using System.Globalization;
using System.Text;

namespace RunbookEngine.Plans;

/// <summary>Durations as runbooks write them: <c>30s</c>, <c>20m</c>, <c>2h</c>, <c>1h30m</c>, <c>1d</c>, <c>250ms</c>. A bare number is none.</summary>
public static class DurationText
{
    /// <summary>Nothing in a runbook lasts longer: 10 years.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3653);

    private static readonly (string Unit, long Milliseconds)[] Units = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    /// <summary>Reads a duration; null when the text is none, or longer than <see cref="Longest"/>.</summary>
    public static TimeSpan? TryParse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var (total, at, nextUnit) = (0L, 0, 0);
        while (at < text.Length)
        {
            var digits = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            if (at == digits || at == text.Length || at - digits > 9)
                return null;
            var end = at;
            while (end < text.Length && char.IsAsciiLetterLower(text[end]))
                end++;
            var written = text[at..end];
            var unit = Array.FindIndex(Units, nextUnit, u => u.Unit == written);
            if (unit < 0)
                return null;
            total += long.Parse(text.AsSpan(digits, at - digits), CultureInfo.InvariantCulture) * Units[unit].Milliseconds;
            (at, nextUnit) = (end, unit + 1);
        }

        return total <= (long)Longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(total) : null;
    }

    /// <summary>Writes whole milliseconds the shortest way; <c>0s</c> for none.</summary>
    public static string Write(TimeSpan duration)
    {
        var rest = (long)duration.TotalMilliseconds;
        var text = new StringBuilder();
        foreach (var (unit, size) in Units)
        {
            if (rest / size > 0)
                text.Append(CultureInfo.InvariantCulture, $"{rest / size}{unit}");
            rest %= size;
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }
}
