using System.Globalization;
using static RunbookEngine.Language.Expressions.Parameters;

namespace RunbookEngine.Language.Expressions;

internal static class DurationFunctions
{
    public static IEnumerable<FunctionSpec> All { get; } =
    [
        From("days"),
        From("hours"),
        From("minutes"),
        From("seconds"),
        From("milliseconds"),
        new FunctionSpec
        {
            Name = "timespan.parse",
            Summary = "Reads a duration written [d.]hh:mm:ss; an empty text is no time at all.",
            Parameters = [Text("text")],
            Returns = ExprType.Duration,
            Examples = [("(timespan.parse \"1.02:30:00\").total_hours", "26.5")],
            Body = a => a.Text(0).Length == 0 ? TimeSpan.Zero
                : TimeSpan.TryParse(a.Text(0), CultureInfo.InvariantCulture, out var span) ? span
                : throw a.Fail(0, "this is not a duration", "write it as [d.]hh:mm:ss"),
        },
    ];

    private static FunctionSpec From(string unit) => new()
    {
        Name = "timespan.from_" + unit,
        Summary = $"A duration of so many {unit}.",
        Parameters = [Number(unit == "milliseconds" ? "millis" : unit)],
        Returns = ExprType.Duration,
        Examples = [($"(timespan.from_{unit} 5).{unit}", "5")],
    };
}
