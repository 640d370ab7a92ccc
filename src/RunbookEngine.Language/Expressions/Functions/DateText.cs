using System.Globalization;

namespace RunbookEngine.Language.Expressions;

/// <summary>Reads dates. A text without an offset is UTC; one without a year is refused, because .NET would take what is missing from the clock.</summary>
internal static class DateText
{
    /// <param name="pattern">A %-pattern, or null for any usual form.</param>
    public static bool TryRead(string text, string? pattern, out DateTimeOffset date)
    {
        date = default;
        if (pattern is null)
        {
            return SaysTheYear(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);
        }

        var net = DateFormat.ToNetPattern(pattern);
        return net.Contains('y', StringComparison.Ordinal) && DateTimeOffset.TryParseExact(text, net, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);
    }

    // A year of four digits; or three numbers, or two and the name of a month, beside those of the time of day.
    private static bool SaysTheYear(string text)
    {
        var (numbers, digits, letters, isTime) = (0, 0, 0, false);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ' ';
            if (char.IsAsciiDigit(c))
            {
                digits++;
                continue;
            }

            if (digits == 4 && c != ':' && !isTime)
            {
                return true;
            }

            numbers += digits > 0 && c != ':' && !isTime ? 1 : 0;
            isTime = c == ':' || isTime && digits > 0 && c is '.' or ',';
            digits = 0;
            letters = char.IsLetter(c) ? letters + 1 : letters;
            if (letters >= 3 && !char.IsLetter(c))
            {
                (numbers, letters) = (numbers + 1, 0);
            }
            else if (!char.IsLetter(c))
            {
                letters = 0;
            }
        }

        return numbers >= 3;
    }
}
