using RunbookEngine.Journal;
using RunbookEngine.Language.Predictions;
using RunbookEngine.Operations.Planning;
using RunbookEngine.Replication.Predictions;

namespace RunbookEngine.Operations.Starting;

/// <summary>What of a forecast goes on record with the run, so that evidence can hold the run against it.</summary>
public static class ForecastRecords
{
    public static ForecastOnRecord Of(PlanForecast forecast) => new(
        PlanWords.Outcome(forecast.Outcome), forecast.Time.Expected?.TotalSeconds, forecast.Time.Slowest?.TotalSeconds, forecast.Time.Uncounted,
        [.. forecast.Steps.Where(s => s.Path.Length == 0 && s.Verdict is not (StepVerdict.Skipped or StepVerdict.NotReached) && !s.Step.IsContainer)
            .Take(ForecastOnRecord.MaxSteps).Select(s => Line(forecast, s))]);

    private static ForecastLine Line(PlanForecast forecast, StepForecast step)
    {
        // A time that leaves something out is no figure: a program's is only known from earlier runs.
        var known = step.Time.Uncounted == 0 || step.FromHistory;
        var copying = step.Groups.Where(g => g.Copy == CopyKind.Full).Select(g => g.CopyGroup).ToHashSet();
        var statuses = step.Groups.Where(g => g.After.Count > 0 && g.After.All(a => a.IsCertain)).DistinctBy(g => g.CopyGroup)
            .ToDictionary(g => g.CopyGroup, g => string.Join(", ", g.After.Select(a => a.Statuses).Distinct().Order(StringComparer.Ordinal)));
        return new ForecastLine(
            step.Key.ToString(), known ? step.Time.Expected?.TotalSeconds : null, known ? step.Time.Slowest?.TotalSeconds : null, step.FromHistory,
            step.Groups.Count == 0 ? null : step.Copy switch { CopyKind.Full => "full", CopyKind.Delta => "difference", _ => "none" },
            copying.Count == 0 ? null : forecast.Start.Groups.Where(g => copying.Contains(g.Name)).SelectMany(g => g.Pairs).Sum(p => p.Bytes),
            statuses.Count == 0 ? null : statuses);
    }
}
