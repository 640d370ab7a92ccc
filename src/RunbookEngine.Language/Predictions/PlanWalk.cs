using System.Collections.Immutable;
using System.Text.Json;
using RunbookEngine.Expressions;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Language.Predictions;

/// <summary>Walks the steps of one plan forwards, as the run loop would when every program and person does their part.</summary>
internal sealed partial class PlanWalk(Plan plan, WalkTools tools, List<Visit> visits, string path, int baseDepth)
{
    private static readonly IReadOnlyDictionary<string, JsonElement?> NoVariables = new Dictionary<string, JsonElement?>();

    private readonly KnownValues _values = new(plan);
    private readonly Dictionary<string, ImmutableArray<PlannedUnit>> _units = [];
    private readonly List<(StepId Step, TimeSpread Time)> _times = [];
    private string _section = "steps";

    /// <summary>Each step of the sections walked so far, with everything inside it.</summary>
    public IReadOnlyList<(StepId Step, TimeSpread Time)> Times => _times;

    /// <summary>Steps of a section one after the other.</summary>
    public Flow Section(string name, ImmutableArray<PlanStep> steps, PairWorld world)
    {
        _section = name;
        return Sequence(steps, world, Around.Of(plan, baseDepth), _times);
    }

    /// <summary>Each gets its turn, whatever becomes of the others.</summary>
    public Flow EachOf(string name, ImmutableArray<PlanStep> steps, PairWorld world)
    {
        _section = name;
        var (time, asks) = (TimeSpread.Nothing, false);
        foreach (var step in steps)
        {
            var flow = Visit(step, world, Around.Of(plan, baseDepth));
            asks |= flow.AsksPerson;
            world = flow.Fails switch { Chance.Yes => flow.Failed, Chance.May => flow.World.Or(flow.Failed), _ => flow.World };
            time = time.Then(flow.Time);
            _times.Add((step.Id, flow.Time));
        }

        return new Flow(world, world, Chance.No, time) { AsksPerson = asks };
    }

    /// <summary>The steps an author wrote to take another one back; they leave no trace among the visits of this walk.</summary>
    public (Flow Flow, IReadOnlyList<Visit> Visits) Undo(ImmutableArray<PlanStep> steps, PairWorld world, Around around)
    {
        var met = new List<Visit>();
        return (new PlanWalk(plan, tools, met, path, around.Depth).Sequence(steps, world, around with { Runs = Chance.Yes, Why = null }), met);
    }

    private Flow Sequence(ImmutableArray<PlanStep> steps, PairWorld world, Around around, List<(StepId, TimeSpread)>? times = null)
    {
        var (failed, fails, time, policy) = (world, Chance.No, TimeSpread.Nothing, around.Policy);
        for (var i = 0; i < steps.Length; i++)
        {
            var flow = Visit(steps[i], world, around);
            time = time.Then(flow.Time);
            times?.Add((steps[i].Id, flow.Time));
            if (flow.Fails == Chance.Yes)
            {
                foreach (var rest in steps.Skip(i + 1))
                    Unreached(rest, around);
                return new Flow(flow.Failed, fails == Chance.May ? failed.Or(flow.Failed) : flow.Failed, Chance.Yes, time) { Policy = flow.Policy, AsksPerson = flow.AsksPerson };
            }

            (world, policy) = (flow.World, flow.Fails == Chance.No ? policy : flow.Policy);
            if (flow.Fails == Chance.May)
                (failed, fails) = (fails == Chance.May ? failed.Or(flow.Failed) : flow.Failed, Chance.May);
        }

        return new Flow(world, fails == Chance.May ? failed : world, fails, time) { Policy = policy };
    }

    private Flow Visit(PlanStep step, PairWorld world, Around around)
    {
        var key = around.KeyOf(step);
        if (step.Modes.Length > 0 && (plan.Mode is not { } mode || !step.Modes.Contains(mode)))
            return Skip(step, key, world, around, $"belongs to the run modes {string.Join(", ", step.Modes)}; this run's is {plan.Mode ?? "not set"}");
        try
        {
            return step.ForEach is { } loop ? Rounds(step, loop, world, around) : Conditional(step, world, around);
        }
        catch (ExpressionFailedException e)
        {
            return Leaf(step, key, world, around, StepEffect.Failure(world, e.Message, new Finding(PredictionCodes.NoValue, Severity.Error, e.Message)));
        }
    }

    private Flow Conditional(PlanStep step, PairWorld world, Around around)
    {
        var key = around.KeyOf(step);
        if (step.When is not { } when)
            return One(step, world, around);
        switch (_values.Condition(when, key, around.Variables))
        {
            case true:
                return One(step, world, around);
            case false:
                return Skip(step, key, world, around, $"when: {when} is false");
            default:
                var flow = One(step, world, around with { Runs = Chance.May, Why = $"only if {when}, which the run will know" });
                _values.Ended(key, null);
                return flow with
                {
                    World = flow.Fails == Chance.Yes ? world : world.Or(flow.World),
                    Fails = flow.Fails == Chance.No ? Chance.No : Chance.May,
                };
        }
    }

    private Flow One(PlanStep step, PairWorld world, Around around) =>
        step.IsContainer ? Branches(step, world, around)
        : step.Child is { } child ? Call(step, child, world, around)
        : Leaf(step, around.KeyOf(step), world, around, Effect(step, world, around));

    private Flow Call(PlanStep step, Plan child, PairWorld world, Around around)
    {
        var key = around.KeyOf(step);
        Note(step, key, world, around, StepEffect.None(world, StepVerdict.Container), TimeSpread.Nothing);
        var name = path.Length == 0 ? key.ToString() : $"{path} > {key}";
        var run = tools.Runs.Carry(child, world, visits, name, around.Depth + 1);
        var flow = new Flow(run.World, run.Failed, run.Fails, run.Time) { Policy = step.OnFailure ?? around.Policy };
        _values.Ended(key, flow.Fails == Chance.No && around.Runs == Chance.Yes ? StepStatus.Succeeded : null);
        return flow;
    }

    private StepEffect Effect(PlanStep step, PairWorld world, Around around)
    {
        if (step.Verb.StartsWith("volume.", StringComparison.Ordinal))
            return VolumeStep.Predict(tools.Start, plan, world, step, _values.Arguments(step.With, around.KeyOf(step), around.Variables));
        if (!step.Verb.StartsWith("pair.", StringComparison.Ordinal))
            return StepEffect.None(world);
        var with = _values.Arguments(step.With, around.KeyOf(step), around.Variables);
        var change = VerbWords.IsChange(step.Verb);
        if (with.Text("on") is not { } on)
            return change ? tools.Operations.PredictAnyOf(world, step, PlannedUnit.All(plan), with, "which copy group it is, only the run knows")
                : StepEffect.None(world, StepVerdict.Uncertain) with { Fails = Chance.May, Why = "which copy group it is, only the run knows" };
        if (!_units.TryGetValue(on, out var units))
            _units[on] = units = PlannedUnit.Of(plan, on);
        if (units.IsEmpty)
            return StepEffect.Failure(world, $"'{on}' is in no target of this run, or the target has no copy groups",
                new Finding(PredictionCodes.NothingNamed, Severity.Error, $"'{on}' is in no target of this run, or the target has no copy groups"));
        var effect = change ? tools.Operations.Predict(world, step, units, with)
            : step.Verb is "pair.wait" or "pair.assert" ? tools.Conditions.Predict(world, step, units, with)
            : Snapshot(world, units);
        return with.Unknown.Count == 0 ? effect : effect with
        {
            Verdict = effect.Verdict == StepVerdict.Accepted ? StepVerdict.Uncertain : effect.Verdict,
            Why = effect.Why ?? $"{string.Join(", ", with.Unknown)}: only the run knows the value",
        };
    }

    private static StepEffect Snapshot(PairWorld world, ImmutableArray<PlannedUnit> units) => StepEffect.None(world) with
    {
        Groups = [.. units.Select(u => u.Forecast() with
        {
            Verdict = StepVerdict.NoPairs, Before = world.Find(u.Key)?.Standings ?? [], After = world.Find(u.Key)?.Standings ?? [],
        })],
    };

    private Flow Leaf(PlanStep step, StepKey key, PairWorld world, Around around, StepEffect effect)
    {
        var time = tools.TimeOf(step, effect);
        Note(step, key, world, around, effect, time.Time, time.FromHistory);
        _values.Ended(key, effect.Fails == Chance.No && around.Runs == Chance.Yes ? StepStatus.Succeeded : null);
        return new Flow(effect.World, effect.Failed, effect.Fails, time.Time)
        {
            Policy = effect.AsksPerson ? FailurePolicy.Hold : step.OnFailure ?? around.Policy,
            AsksPerson = effect.AsksPerson,
        };
    }

    private Flow Skip(PlanStep step, StepKey key, PairWorld world, Around around, string why)
    {
        Note(step, key, world, around, StepEffect.None(world, StepVerdict.Skipped) with { Why = why }, TimeSpread.Nothing);
        _values.Ended(key, StepStatus.Skipped);
        return new Flow(world, world, Chance.No, TimeSpread.Nothing);
    }

    private void Unreached(PlanStep step, Around around) => visits.Add(new Visit(
        new StepForecast(around.KeyOf(step), step, path, _section, around.Depth)
        {
            Verdict = StepVerdict.NotReached,
            Runs = Chance.No,
            Why = "a step before it fails",
        }, PairWorld.Nowhere, PairWorld.Nowhere, [], [], this, around, false));

    private Flow Ended(PlanStep step, Flow flow, Around around)
    {
        _values.Ended(around.KeyOf(step), flow.Fails == Chance.No && around.Runs == Chance.Yes ? StepStatus.Succeeded : null);
        return flow with { Policy = flow.Fails == Chance.No ? around.Policy : flow.Policy };
    }

    private void Note(PlanStep step, StepKey key, PairWorld world, Around around, StepEffect effect, TimeSpread time, bool fromHistory = false) => visits.Add(new Visit(
        new StepForecast(key, step, path, _section, around.Depth)
        {
            Verdict = effect.Verdict,
            Runs = around.Runs,
            Fails = effect.Fails,
            Why = effect.Why ?? around.Why,
            Groups = effect.Groups,
            Time = time,
            FromHistory = fromHistory,
            Known = written => _values.Known(written, key, around.Variables),
        },
        world, effect.Fails == Chance.Yes ? effect.Failed : effect.World, effect.Changes, effect.Findings, this, around, false));

    /// <summary>What the containers around a step say.</summary>
    internal sealed record Around(StepKey Iteration, IReadOnlyDictionary<string, JsonElement?> Variables, FailurePolicy Policy, int Depth)
    {
        public Chance Runs { get; init; } = Chance.Yes;

        public string? Why { get; init; }

        /// <summary>Iterations side by side of the loop it is in.</summary>
        public int Parallel { get; init; } = 1;

        public static Around Of(Plan plan, int depth) => new(default, NoVariables, plan.OnFailure, depth);

        public StepKey KeyOf(PlanStep step) => new(step.Id, Iteration.Iteration ?? "");

        public Around Inside(PlanStep container) => this with { Policy = container.OnFailure ?? Policy, Depth = Depth + 1 };

        public Around In(ForEachPlan loop, Iteration round, bool known) => this with
        {
            Iteration = new StepKey(default, Iteration.Iteration ?? "").In(round.Key),
            Variables = new Dictionary<string, JsonElement?>(Variables) { [loop.As] = known ? round.Value : null },
            Parallel = loop.MaxParallel,
        };
    }
}

/// <summary>Where the pairs are when a part of the plan is over.</summary>
/// <param name="World">When it succeeded; as <paramref name="Failed"/> when it cannot.</param>
/// <param name="Failed">When it failed.</param>
internal sealed record Flow(PairWorld World, PairWorld Failed, Chance Fails, TimeSpread Time)
{
    public FailurePolicy Policy { get; init; } = FailurePolicy.Rollback;

    /// <summary>It stops at a question to a person, which no policy answers.</summary>
    public bool AsksPerson { get; init; }
}

/// <summary>One step met on the way, with the pairs before and after.</summary>
/// <param name="TakenBack">By the rollback of a called run that failed.</param>
internal sealed record Visit(
    StepForecast Step, PairWorld Before, PairWorld After, IReadOnlyList<Change> Changes, IReadOnlyList<Finding> Findings,
    PlanWalk Walk, PlanWalk.Around Around, bool TakenBack)
{
    /// <summary>Its turn came, or may have come.</summary>
    public bool IsMet => Step.Verdict is not (StepVerdict.Skipped or StepVerdict.NotReached);
}
