using RunbookEngine.Plans;
using RunbookEngine.StartStates;

namespace RunbookEngine.Language.Predictions;

/// <summary>What every walk of one prediction shares.</summary>
internal sealed class WalkTools
{
    private readonly IReadOnlyDictionary<string, TimeSpan> _history;

    /// <param name="history">How long steps took before, by id.</param>
    public WalkTools(PlanStartState start, IReadOnlyDictionary<string, TimeSpan> history)
    {
        _history = history;
        var standings = new KnownStandings();
        Start = start;
        Times = new StartTimes(start);
        Operations = new OperationStep(new PairForecaster(), standings, Neighbours = new Neighbours(start));
        Conditions = new ConditionStep(start);
        Undos = new StepUndo(Times, standings);
        Runs = new RunForecaster(this);
    }

    public PlanStartState Start { get; }

    public StartTimes Times { get; }

    public Neighbours Neighbours { get; }

    public OperationStep Operations { get; }

    public ConditionStep Conditions { get; }

    public StepUndo Undos { get; }

    public RunForecaster Runs { get; }

    public (TimeSpread Time, bool FromHistory) TimeOf(PlanStep step, StepEffect effect)
    {
        if (effect.Verdict == StepVerdict.Rejected)
            return (TimeSpread.Nothing, false);
        if (_history.TryGetValue(step.Id.Value, out var median))
            return (new TimeSpread(median, median / 2, median * 2), true);
        return (step.Verb switch
        {
            "command" or "http" or "approve" or "manual" => TimeSpread.Unknown,
            "delay" when step.With.TryGetProperty("for", out var span) && DurationText.TryParse(span.ToString()) is { } exact => TimeSpread.Exactly(exact),
            "delay" => TimeSpread.Unknown,
            "volume.map" or "volume.unmap" or "volume.reserve" or "volume.virtualId" => TimeSpread.Unknown,
            _ => Times.Of(effect.Groups.Where(g => g.Requests.Count > 0 && g.Start is not null).Select(g => (g, g.Start!))),
        }, false);
    }

    /// <summary>Rounds of a loop, a number of them side by side: they share the arrays, so the work adds up within the limits of the paths.</summary>
    public static TimeSpread Side(IReadOnlyList<TimeSpread> rounds, int maxParallel)
    {
        var time = TimeSpread.Nothing;
        foreach (var batch in rounds.Chunk(Math.Max(1, maxParallel)))
            time = time.Then(batch.Aggregate(TimeSpread.Nothing, (a, b) => a.Beside(b)));
        return time;
    }
}
