using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Locks;
using RunbookEngine.Plans;
using RunbookEngine.StartStates;

namespace RunbookEngine.Language.Predictions;

/// <summary>Says what a run of a plan would do. Pure: asks no array and sends nothing.</summary>
public static class PlanPredictor
{
    /// <summary>Predicts the plan from the start state.</summary>
    /// <param name="plan">With its copy groups pinned; see <see cref="AssumedStart"/> for a plan that has not met the arrays.</param>
    /// <param name="now">When the run would start: the window is judged from here.</param>
    /// <param name="history">How long steps took in earlier runs of the same runbook, by step id; null for none.</param>
    public static PlanForecast Predict(Plan plan, PlanStartState start, DateTimeOffset now, IReadOnlyDictionary<string, TimeSpan>? history = null)
    {
        var tools = new WalkTools(start, history ?? new Dictionary<string, TimeSpan>());
        var visits = new List<Visit>();
        var run = tools.Runs.Carry(plan, PairWorld.Of(start), visits, "", 0);
        var steps = visits.Take(run.StepsEnd).ToList();
        var (ways, undoFindings) = new WaysBack(tools.Undos).All(steps);
        var forecasts = visits.Select((v, i) => i < ways.Count && ways[i] is { } way ? v.Step with { WayBack = way } : v.Step).ToList();
        if (start.At is null)
            forecasts = [.. forecasts.Select(s => s with { Groups = [.. s.Groups.Select(g => g with { IsRead = false })] })];
        var window = WindowForecaster.Of(plan.Objectives, now, run.Time);
        var places = new StepPlaces();
        var found = visits.SelectMany(v => v.Findings.Select(f => places.Diagnose(plan, v.Step, f)))
            .Concat(undoFindings.Select(f => places.Diagnose(plan, steps[f.Visit].Step, f.Finding)))
            .Concat(PlanFindings.Of(plan, forecasts, run, window).Select(f => places.Diagnose(plan, f.Step, f.Finding)));
        return new PlanForecast(plan, start, run.Outcome, forecasts)
        {
            FailsAt = run.FailsAt,
            IsCertain = run.IsCertain,
            Ends = [.. run.World.Groups.Values.OrderBy(g => g.Key.Name, StringComparer.Ordinal)
                .Select(g => new GroupForecast(g.Start.Array, g.Key.Name, null, g.Key.Technology) { After = g.Standings })],
            Time = run.Time,
            StepTimes = run.Times,
            Locks = PlanLocks.Of(plan),
            Sessions = [.. plan.Targets.SelectMany(t => new[] { t.Array, t.RemoteArray }).OfType<string>().Distinct()],
            Window = window,
            Holds = HoldForecaster.Of(plan, forecasts),
            Diagnostics = Diagnostic.Sort(found),
        };
    }
}
