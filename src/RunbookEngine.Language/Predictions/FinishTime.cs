using System.Globalization;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Predictions;

/// <summary>When a run should be over, by <c>objectives.window.finishBy</c>.</summary>
public static class FinishTime
{
    /// <param name="start">When the run starts: the next such time of day counts.</param>
    /// <returns>In the zone of the objective; null when the plan has none.</returns>
    public static DateTimeOffset? Of(PlanObjectives? objectives, DateTimeOffset start)
    {
        if (objectives is not { FinishBy: { } text } || !TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var finishBy)
            || !TimeZoneInfo.TryFindSystemTimeZoneById(objectives.Zone ?? "UTC", out var zone))
            return null;
        var local = TimeZoneInfo.ConvertTime(start, zone);
        var day = TimeOnly.FromTimeSpan(local.TimeOfDay) < finishBy ? local.Date : local.Date.AddDays(1);
        var wanted = day + finishBy.ToTimeSpan();
        // A time that the clocks skip counts as the moment they go on from.
        return new DateTimeOffset(wanted, zone.IsInvalidTime(wanted) ? zone.GetUtcOffset(wanted.AddHours(1)) : zone.GetUtcOffset(wanted));
    }
}
