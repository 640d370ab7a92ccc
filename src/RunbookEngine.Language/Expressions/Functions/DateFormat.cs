using System.Globalization;
using System.Text;

namespace RunbookEngine.Language.Expressions;

/// <summary>The %-patterns of date.to_string and date.parse, a good part of strftime, always in the invariant culture.</summary>
internal static class DateFormat
{
    public const string Default = "%d %b %Y";

    public static string Format(DateTimeOffset date, string pattern)
    {
        if (pattern == "%g")
        {
            return " " + Format(date, Default);
        }

        var builder = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '%' && i + 1 < pattern.Length)
            {
                builder.Append(Part(date, pattern[++i]));
            }
            else
            {
                builder.Append(pattern[i]);
            }
        }

        return builder.ToString();
    }

    /// <summary>The .NET pattern that reads what <paramref name="pattern"/> writes.</summary>
    /// <exception cref="FormatException">A part can be written but not read.</exception>
    public static string ToNetPattern(string pattern)
    {
        var builder = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var known = pattern[i] == '%' && i + 1 < pattern.Length ? NetPart(pattern[i + 1]) : null;
            if (known is null)
            {
                builder.Append('\\').Append(pattern[i]);
            }
            else
            {
                builder.Append(known);
                i++;
            }
        }

        return builder.Length == 1 ? "%" + builder : builder.ToString();
    }

    private static string Part(DateTimeOffset d, char part) => part switch
    {
        'a' => Net(d, "ddd"),
        'A' => Net(d, "dddd"),
        'b' or 'h' => Net(d, "MMM"),
        'B' => Net(d, "MMMM"),
        'c' => Format(d, "%a %b %e %T %Y"),
        'C' => (d.Year / 100).ToString("D2", CultureInfo.InvariantCulture),
        'd' => Net(d, "dd"),
        'D' => Format(d, "%m/%d/%y"),
        'e' => Padded(d.Day),
        'F' => Net(d, "yyyy-MM-dd"),
        'g' => "",
        'H' => Net(d, "HH"),
        'I' => Net(d, "hh"),
        'j' => d.DayOfYear.ToString("D3", CultureInfo.InvariantCulture),
        'k' => Padded(d.Hour),
        'l' => Padded(d.Hour % 12 == 0 ? 12 : d.Hour % 12),
        'L' => Net(d, "fff"),
        'm' => Net(d, "MM"),
        'M' => Net(d, "mm"),
        'n' => "\n",
        'N' => Net(d, "fffffff") + "00",
        'p' => Net(d, "tt"),
        'P' => Net(d, "tt").ToLowerInvariant(),
        'r' => Net(d, "hh:mm:ss tt"),
        'R' => Net(d, "HH:mm"),
        's' => d.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        'S' => Net(d, "ss"),
        't' => "\t",
        'T' => Net(d, "HH:mm:ss"),
        'u' => (d.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)d.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'U' => Week(d, DayOfWeek.Sunday),
        'v' => Format(d, "%e-%b-%Y").ToUpperInvariant(),
        'V' => ISOWeek.GetWeekOfYear(d.DateTime).ToString("D2", CultureInfo.InvariantCulture),
        'W' => Week(d, DayOfWeek.Monday),
        'w' => ((int)d.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'x' => Net(d, "MM/dd/yyyy"),
        'X' => Net(d, "HH:mm:ss"),
        'y' => Net(d, "yy"),
        'Y' => Net(d, "yyyy"),
        'Z' => Net(d, "zzz"),
        '%' => "%",
        _ => "%" + part,
    };

    private static string? NetPart(char part) => part switch
    {
        'a' => "ddd",
        'A' => "dddd",
        'b' or 'h' => "MMM",
        'B' => "MMMM",
        'c' => "ddd MMM d HH:mm:ss yyyy",
        'd' => "dd",
        'D' => "MM/dd/yy",
        'e' => "d",
        'F' => "yyyy-MM-dd",
        'g' => "",
        'H' => "HH",
        'I' => "hh",
        'k' => "H",
        'l' => "h",
        'L' => "fff",
        'm' => "MM",
        'M' => "mm",
        'n' => "\\\n",
        'N' => "fffffff",
        'p' or 'P' => "tt",
        'r' => "hh:mm:ss tt",
        'R' => "HH:mm",
        'S' => "ss",
        't' => "\\\t",
        'T' or 'X' => "HH:mm:ss",
        'v' => "d-MMM-yyyy",
        'x' => "MM/dd/yyyy",
        'y' => "yy",
        'Y' => "yyyy",
        'Z' => "zzz",
        '%' => "\\%",
        'C' or 'j' or 's' or 'u' or 'U' or 'V' or 'W' or 'w' => throw new FormatException($"%{part} can be written but not read"),
        _ => null,
    };

    private static string Net(DateTimeOffset date, string format) => date.ToString(format, CultureInfo.InvariantCulture);

    private static string Padded(int number) => number.ToString(CultureInfo.InvariantCulture).PadLeft(2);

    private static string Week(DateTimeOffset date, DayOfWeek first)
    {
        // Days before the first such weekday of the year are in week 0.
        var sinceFirst = ((int)date.DayOfWeek - (int)first + 7) % 7;
        return ((date.DayOfYear + 6 - sinceFirst) / 7).ToString("D2", CultureInfo.InvariantCulture);
    }
}
