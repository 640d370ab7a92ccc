using System.Globalization;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Predictions;

/// <summary>What the whole of a prediction shows.</summary>
internal static class PlanFindings
{
    public static IEnumerable<(StepForecast? Step, Finding Finding)> Of(Plan plan, IReadOnlyList<StepForecast> steps, RunForecast run, WindowForecast? window)
    {
        if (window is { Fit: not WindowFit.Fits })
        {
            var slowest = steps.Where(s => s.Groups.Count > 0).MaxBy(s => s.Time.Expected ?? TimeSpan.MaxValue);
            var expected = run.Time.Expected is { } span ? $"about {Text(span)}" : "without an end";
            yield return (slowest, new(PredictionCodes.Window, window.Fit == WindowFit.Cant ? Severity.Error : Severity.Warning,
                $"the run takes {expected}{(run.Time.Slowest is { } slow ? $", at the slowest {Text(slow)}" : "")}; until {plan.Objectives!.FinishBy} ({plan.Objectives.Zone}) there is {Text(window.Left)}",
                $"start earlier, or copy less: {slowest?.Key.ToString() ?? "the copy"} takes the most{(slowest?.Time.LimitedBy is { } limit ? $", limited by {limit}" : "")}"));
        }

        foreach (var step in steps.Where(s => s.Groups.Count > 0 && s.Step.Wait is { None: false } && s.Time is { Expected: { } expected } && expected > s.Step.Wait!.Timeout).DistinctBy(s => s.Step.Id))
        {
            yield return (step, new(PredictionCodes.WaitTooShort, Severity.Warning,
                $"the copy is expected to take about {Text(step.Time.Expected!.Value)}, and the wait gives up after {Text(step.Step.Wait!.Timeout)}", "give the wait more time", "wait"));
        }

        foreach (var step in steps.Where(s => s is { Section: "steps", WayBack.First: { LeadsBack: Chance.No, IsNothing: false } } && s.Step.Rollback.Kind != RollbackKind.None
            && s.WayBack.First.Step == s.Name).DistinctBy(s => s.Step.Id))
        {
            yield return (step, new(PredictionCodes.NoWayBack, Severity.Warning, $"the rollback of {step.Key} does not bring the pairs back: {step.WayBack!.First!.Why}",
                "give the step a rollback of its own, or make it the point of no return (pivot: true)", "rollback"));
        }
    }

    private static string Text(TimeSpan span) => span < TimeSpan.FromMinutes(1) ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, span.TotalSeconds):0} s")
        : DurationText.Write(TimeSpan.FromMinutes(Math.Round(span.TotalMinutes)));
}
