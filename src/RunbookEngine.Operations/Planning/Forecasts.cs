using RunbookEngine.Language.Predictions;
using RunbookEngine.Language.Silencing;
using RunbookEngine.Plans;
using RunbookEngine.StartStates;

namespace RunbookEngine.Operations.Planning;

/// <summary>A prediction whose findings are judged as the author and the folder of the runbook want it.</summary>
public static class Forecasts
{
    /// <param name="history">How long steps took before, by id.</param>
    public static PlanForecast Make(Plan plan, PlanStartState start, DateTimeOffset now, IReadOnlyDictionary<string, TimeSpan> history)
    {
        var forecast = PlanPredictor.Predict(plan, start, now, history);
        return forecast with { Diagnostics = Judgement.Apply(plan, forecast.Diagnostics) };
    }
}
