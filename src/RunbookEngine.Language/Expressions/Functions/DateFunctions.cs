using System.Globalization;
using static RunbookEngine.Language.Expressions.Parameters;

namespace RunbookEngine.Language.Expressions;

/// <summary>Dates carry their offset from UTC. A text without one is UTC: the machine's zone must not change a result.</summary>
internal static class DateFunctions
{
    public static IEnumerable<FunctionSpec> All { get; } =
    [
        Add("days", Number("days"), (d, a) => d.AddDays(a.Double(1)), "06 Jan 2016"),
        Add("months", Int("months"), (d, a) => d.AddMonths(a.Int(1)), "05 Feb 2016"),
        Add("years", Int("years"), (d, a) => d.AddYears(a.Int(1)), "05 Jan 2017"),
        Add("hours", Number("hours"), (d, a) => d.AddHours(a.Double(1)), "05 Jan 2016"),
        Add("minutes", Number("minutes"), (d, a) => d.AddMinutes(a.Double(1)), "05 Jan 2016"),
        Add("seconds", Number("seconds"), (d, a) => d.AddSeconds(a.Double(1)), "05 Jan 2016"),
        Add("milliseconds", Number("millis"), (d, a) => d.AddMilliseconds(a.Double(1)), "05 Jan 2016"),
        new FunctionSpec
        {
            Name = "date.parse",
            Summary = "Reads a date; with a pattern exactly in that form. A text without an offset is UTC; an empty one gives null.",
            Parameters = [Text("text"), Text("pattern", "any usual form"), Text("culture", "\"\"")],
            Returns = ExprType.Date,
            Examples =
            [
                ("date.parse '2016/01/05'", "05 Jan 2016"), ("date.parse '2018--06--17' '%Y--%m--%d'", "17 Jun 2018"),
                ("date.parse '2021/11/30 20:50:23Z'", "30 Nov 2021"),
            ],
            Body = a => Parse(a, 0, 1, 2),
        },
        new FunctionSpec
        {
            Name = "date.parse_to_string",
            Summary = "Reads a date and writes it in another form.",
            Parameters =
            [
                Text("text"), Text("output_pattern", $"\"{DateFormat.Default}\""), Text("output_culture", "\"\""),
                Text("input_pattern", "any usual form"), Text("input_culture", "\"\""),
            ],
            Returns = ExprType.String,
            Examples =
            [
                ("date.parse_to_string '2016/01/05' '%Y--%m--%d'", "2016--01--05"),
                ("\"03 14, 2016\" | date.parse_to_string \"%b %d, %y\" input_pattern: \"%m %d, %Y\"", "Mar 14, 16"),
            ],
            Body = ParseToString,
        },
        new FunctionSpec
        {
            Name = "date.to_string",
            Summary = "Writes a date in a %-pattern.",
            Parameters = [Date("datetime"), Text("pattern"), Text("culture", "\"\"")],
            Returns = ExprType.String,
            Examples = [("date.parse '2016/01/05' | date.to_string '%d %b %Y'", "05 Jan 2016"), ("date.parse '2016-01-05 13:07' | date.to_string '%F %R'", "2016-01-05 13:07")],
            Body = a => a[0] is null ? null : Written(a, a.Date(0), a.Text(1), 2),
        },
    ];

    /// <summary>Only the invariant culture, also under its names "" and "en-US": a runbook reads the same on every machine.</summary>
    internal static void CheckCulture(Arguments a, int index)
    {
        if (a.Text(index, "") is not ("" or "en-US" or "en" or "invariant"))
        {
            throw a.Fail(index, "only the invariant culture is known here", "leave it out; for other orders of day and month give a pattern");
        }
    }

    private static FunctionSpec Add(string unit, FunctionParameter amount, Func<DateTimeOffset, Arguments, DateTimeOffset> add, string example) => new()
    {
        Name = "date.add_" + unit,
        Summary = $"The date so many {unit} later, or earlier for a negative number.",
        Parameters = [Date("date"), amount],
        Returns = ExprType.Date,
        Examples = [($"date.parse '2016/01/05' | date.add_{unit} 1", example)],
        Body = a => a[0] is null ? null : add(a.Date(0), a),
    };

    private static DateTimeOffset? Parse(Arguments a, int text, int pattern, int culture)
    {
        CheckCulture(a, culture);
        var written = a.Text(text);
        if (written.Length == 0)
        {
            return null;
        }

        return DateText.TryRead(written, a.Has(pattern) ? a.Text(pattern) : null, out var date) ? date
            : throw a.Fail(text, "this is not a date in the expected form, with its year", "for example 2016-01-05 13:07:00Z");
    }

    private static object? ParseToString(Arguments a) => Parse(a, 0, 3, 4) is { } date ? Written(a, date, a.Text(1, DateFormat.Default), 2) : null;

    private static string Written(Arguments a, DateTimeOffset date, string pattern, int culture)
    {
        CheckCulture(a, culture);
        // The widest part, %c, writes 24 characters for two.
        a.Context.Budget.Text(pattern.Length * 12L);
        return DateFormat.Format(date, pattern);
    }
}
