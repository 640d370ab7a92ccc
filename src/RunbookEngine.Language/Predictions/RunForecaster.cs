using RunbookEngine.Plans;

namespace RunbookEngine.Language.Predictions;

/// <summary>A whole run: steps, rollback when they fail, cleanup and finally.</summary>
internal sealed class RunForecaster(WalkTools tools)
{
    /// <summary>Carries a plan through; what is met on the way is added to <paramref name="visits"/>.</summary>
    public RunForecast Carry(Plan plan, PairWorld world, List<Visit> visits, string path, int depth)
    {
        var first = visits.Count;
        var walk = new PlanWalk(plan, tools, visits, path, depth);
        var flow = walk.Section("steps", plan.Steps, world);
        var steps = visits.Count;
        var (outcome, end, certain) = flow.Fails switch
        {
            Chance.No => (PredictedOutcome.Succeeds, flow.World, true),
            Chance.May => (PredictedOutcome.MayFail, flow.World, false),
            _ => Failed(flow, visits, first),
        };
        var failsAt = flow.Fails != Chance.Yes ? null : visits.Skip(first).FirstOrDefault(v => v.Step is { Fails: Chance.Yes, Section: "steps" })?.Step.Name;
        var time = flow.Time;
        if (outcome is not (PredictedOutcome.Holds or PredictedOutcome.NeedsOperator))
        {
            var cleanup = walk.EachOf("cleanup", plan.Cleanup, end);
            var last = walk.EachOf("finally", plan.Finally, cleanup.World);
            (end, time) = (last.World, time.Then(cleanup.Time).Then(last.Time));
            outcome = cleanup.AsksPerson || last.AsksPerson ? PredictedOutcome.Holds : outcome;
        }

        return new RunForecast(outcome, end, flow.Fails == Chance.Yes ? end : flow.Fails == Chance.May ? end.Or(flow.Failed).Or(world) : end, flow.Fails, time)
        {
            FailsAt = failsAt,
            StepsEnd = steps,
            IsCertain = certain,
            Times = walk.Times,
        };
    }

    private (PredictedOutcome, PairWorld, bool) Failed(Flow flow, List<Visit> visits, int first)
    {
        var mine = visits.Skip(first).ToList();
        if (flow.Policy == FailurePolicy.Abort)
            return (PredictedOutcome.Aborts, flow.Failed, true);
        if (flow.Policy == FailurePolicy.Hold || mine.Any(v => v.IsMet && v.Step.Step.Pivot))
            return (PredictedOutcome.Holds, flow.Failed, true);
        var (world, works) = new WaysBack(tools.Undos).Carry(mine, flow.Failed);
        for (var i = first; i < visits.Count; i++)
            visits[i] = visits[i] with { TakenBack = first > 0 };
        return (works == Chance.No ? PredictedOutcome.NeedsOperator : PredictedOutcome.RollsBack, works == Chance.May ? world.Or(flow.Failed) : world, works != Chance.May);
    }
}

/// <param name="World">At the end.</param>
/// <param name="Failed">Where the pairs may be when it does not end well.</param>
internal sealed record RunForecast(PredictedOutcome Outcome, PairWorld World, PairWorld Failed, Chance Fails, TimeSpread Time)
{
    public string? FailsAt { get; init; }

    /// <summary>The outcome does not depend on what only the run will know.</summary>
    public bool IsCertain { get; init; }

    /// <summary>Of each step of the plan itself, in the order they are carried out.</summary>
    public IReadOnlyList<(StepId Step, TimeSpread Time)> Times { get; init; } = [];

    /// <summary>Visits before this number are steps; those after it are cleanup and finally.</summary>
    public int StepsEnd { get; init; }
}
