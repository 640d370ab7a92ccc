namespace RunbookEngine.Language.Expressions;

/// <summary>What can stand after a dot: members of objects, <c>size</c> of lists and texts, parts of dates and durations.</summary>
internal static class ValueMembers
{
    public static readonly string[] DateParts = ["year", "month", "day", "day_of_year", "hour", "minute", "second", "millisecond"];

    public static readonly string[] DurationParts =
    [
        "days", "hours", "minutes", "seconds", "milliseconds",
        "total_days", "total_hours", "total_minutes", "total_seconds", "total_milliseconds",
    ];

    public static bool TryGet(Value target, string name, out Value value)
    {
        Value? found = target.Raw switch
        {
            ValueObject obj => obj.TryGet(name, out var member) ? member : null,
            ValueList list when name == "size" => Value.Of(list.Count),
            string text when name == "size" => Value.Of(text.Length),
            DateTimeOffset date => Part(date, name),
            TimeSpan span => Part(span, name),
            _ => null,
        };
        value = found ?? Value.Null;
        return found.HasValue;
    }

    public static IEnumerable<string> Names(Value target) => target.Raw switch
    {
        ValueObject obj => obj.Keys,
        ValueList or string => ["size"],
        DateTimeOffset => DateParts,
        TimeSpan => DurationParts,
        _ => [],
    };

    private static Value? Part(DateTimeOffset date, string name) => name switch
    {
        "year" => Value.Of(date.Year),
        "month" => Value.Of(date.Month),
        "day" => Value.Of(date.Day),
        "day_of_year" => Value.Of(date.DayOfYear),
        "hour" => Value.Of(date.Hour),
        "minute" => Value.Of(date.Minute),
        "second" => Value.Of(date.Second),
        "millisecond" => Value.Of(date.Millisecond),
        _ => null,
    };

    private static Value? Part(TimeSpan span, string name) => name switch
    {
        "days" => Value.Of(span.Days),
        "hours" => Value.Of(span.Hours),
        "minutes" => Value.Of(span.Minutes),
        "seconds" => Value.Of(span.Seconds),
        "milliseconds" => Value.Of(span.Milliseconds),
        "total_days" => Value.Of(span.TotalDays),
        "total_hours" => Value.Of(span.TotalHours),
        "total_minutes" => Value.Of(span.TotalMinutes),
        "total_seconds" => Value.Of(span.TotalSeconds),
        "total_milliseconds" => Value.Of(span.TotalMilliseconds),
        _ => null,
    };
}
