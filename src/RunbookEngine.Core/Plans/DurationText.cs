using System.Globalization;
using System.Text;

namespace RunbookEngine.Plans;

/// <summary>Durations as runbooks write them: <c>30s</c>, <c>20m</c>, <c>2h</c>, <c>1h30m</c>, <c>1d</c>. A bare number is none.</summary>
public static class DurationText
{
    /// <summary>Nothing in a runbook lasts longer: 10 years.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3653);

    private static readonly (char Unit, long Seconds)[] Units = [('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

    /// <summary>Reads a duration; null when the text is none, or longer than <see cref="Longest"/>.</summary>
    public static TimeSpan? TryParse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var (seconds, at, nextUnit) = (0L, 0, 0);
        while (at < text.Length)
        {
            var digits = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            if (at == digits || at == text.Length || at - digits > 9)
                return null;
            var unit = Array.FindIndex(Units, nextUnit, u => u.Unit == text[at]);
            if (unit < 0)
                return null;
            seconds += long.Parse(text.AsSpan(digits, at - digits), CultureInfo.InvariantCulture) * Units[unit].Seconds;
            nextUnit = unit + 1;
            at++;
        }

        return seconds <= (long)Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Writes whole seconds the shortest way; <c>0s</c> for none.</summary>
    public static string Write(TimeSpan duration)
    {
        var rest = (long)duration.TotalSeconds;
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
