using System.Globalization;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Predictions;

/// <summary>Judges the estimate against <c>objectives.window</c>.</summary>
internal static class WindowForecaster
{
    /// <returns>Null when the plan has no window.</returns>
    public static WindowForecast? Of(PlanObjectives? objectives, DateTimeOffset now, TimeSpread time)
    {
        if (objectives is not { FinishBy: { } text } || !TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var finishBy)
            || !TimeZoneInfo.TryFindSystemTimeZoneById(objectives.Zone ?? "UTC", out var zone))
            return null;
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var day = TimeOnly.FromTimeSpan(local.TimeOfDay) < finishBy ? local.Date : local.Date.AddDays(1);
        var wanted = day + finishBy.ToTimeSpan();
        // A time that the clocks skip counts as the moment they go on from.
        var offset = zone.IsInvalidTime(wanted) ? zone.GetUtcOffset(wanted.AddHours(1)) : zone.GetUtcOffset(wanted);
        var end = new DateTimeOffset(wanted, offset);
        var left = end - now;
        return new WindowForecast(end, left, time.Slowest <= left ? WindowFit.Fits : time.Expected <= left ? WindowFit.Tight : WindowFit.Cant);
    }
}
