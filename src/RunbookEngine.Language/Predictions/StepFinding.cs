using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Predictions;

/// <summary>Something about a step of a forecast that was found by looking elsewhere than at pairs: at volumes, secrets, programs.</summary>
/// <param name="Step">A step of the forecast.</param>
public sealed record StepFinding(StepForecast Step, string Code, Severity Severity, string Message, string? Help = null)
{
    /// <summary>The forecast with these findings at their places. A step with an error fails, and the outcome follows from that.</summary>
    public static PlanForecast Add(PlanForecast forecast, IReadOnlyList<StepFinding> found)
    {
        if (found.Count == 0)
            return forecast;
        var places = new StepPlaces();
        var diagnostics = found.Select(f => places.Diagnose(forecast.Plan, f.Step, new Finding(f.Code, f.Severity, f.Message, f.Help)));
        var failed = found.Where(f => f.Severity == Severity.Error).GroupBy(f => f.Step.Name).ToDictionary(g => g.Key, g => g.First().Message);
        var first = forecast.Steps.FirstOrDefault(s => failed.ContainsKey(s.Name));
        var earlier = forecast.FailsAt is { } at && forecast.Steps.TakeWhile(s => s != first).Any(s => s.Name == at);
        return forecast with
        {
            Steps = [.. forecast.Steps.Select(s => failed.TryGetValue(s.Name, out var why) ? s with { Verdict = StepVerdict.Fails, Fails = Chance.Yes, Why = why } : s)],
            FailsAt = first is null || earlier ? forecast.FailsAt : first.Name,
            Outcome = first is null || earlier ? forecast.Outcome : OutcomeAfter(forecast, first),
            Diagnostics = Diagnostic.Sort([.. forecast.Diagnostics, .. diagnostics]),
        };
    }

    private static PredictedOutcome OutcomeAfter(PlanForecast forecast, StepForecast failed)
    {
        var past = forecast.Steps.TakeWhile(s => s != failed).Any(s => s.IsPivot && s.Section == "steps");
        return (failed.Step.OnFailure ?? forecast.Plan.OnFailure) switch
        {
            FailurePolicy.Abort => PredictedOutcome.Aborts,
            FailurePolicy.Hold => PredictedOutcome.Holds,
            _ => past ? PredictedOutcome.Holds : PredictedOutcome.RollsBack,
        };
    }
}
