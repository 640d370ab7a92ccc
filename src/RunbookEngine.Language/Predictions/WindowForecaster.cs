using RunbookEngine.Plans;

namespace RunbookEngine.Language.Predictions;

/// <summary>Judges the estimate against <c>objectives.window</c>.</summary>
internal static class WindowForecaster
{
    /// <returns>Null when the plan has no window.</returns>
    public static WindowForecast? Of(PlanObjectives? objectives, DateTimeOffset now, TimeSpread time)
    {
        if (FinishTime.Of(objectives, now) is not { } end)
            return null;
        var left = end - now;
        return new WindowForecast(end, left, time.Slowest <= left ? WindowFit.Fits : time.Expected <= left ? WindowFit.Tight : WindowFit.Cant);
    }
}
