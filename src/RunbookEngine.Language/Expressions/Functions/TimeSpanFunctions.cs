using System.Globalization;
using static RunbookEngine.Language.Expressions.Parameters;

namespace RunbookEngine.Language.Expressions;

internal static class TimeSpanFunctions
{
    public static IEnumerable<FunctionSpec> All { get; } =
    [
        From("days", d => TimeSpan.FromDays(d)),
        From("hours", h => TimeSpan.FromHours(h)),
        From("minutes", m => TimeSpan.FromMinutes(m)),
        From("seconds", s => TimeSpan.FromSeconds(s)),
        From("milliseconds", ms => TimeSpan.FromMilliseconds(ms)),
        new FunctionSpec
        {
            Name = "timespan.parse",
            Summary = "Reads a duration written [d.]hh:mm:ss; an empty text is no time at all.",
            Parameters = [Text("text")],
            Returns = ExprType.Duration,
            Examples = [("(timespan.parse \"1.02:30:00\").total_hours", "26.5")],
            Body = a => a.Text(0).Length == 0 ? Value.Of(TimeSpan.Zero)
                : TimeSpan.TryParse(a.Text(0), CultureInfo.InvariantCulture, out var span) ? Value.Of(span)
                : throw a.Fail(0, "this is not a duration", "write it as [d.]hh:mm:ss"),
        },
    ];

    private static FunctionSpec From(string unit, Func<double, TimeSpan> from) => new()
    {
        Name = "timespan.from_" + unit,
        Summary = $"A duration of so many {unit}.",
        Parameters = [Number(unit == "milliseconds" ? "millis" : unit)],
        Returns = ExprType.Duration,
        Examples = [($"(timespan.from_{unit} 5).{unit}", "5")],
        Body = a => Value.Of(from(a.Double(0))),
    };
}
