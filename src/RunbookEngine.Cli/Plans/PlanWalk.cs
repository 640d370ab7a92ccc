using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Activities.Forecasts;
using RunbookEngine.Expressions;
using RunbookEngine.Journal;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Cli.Plans;

/// <summary>Walks a plan in the order of a run in which nothing fails, and asks the forecast what each pair operation would send and bring.</summary>
internal sealed class PlanWalk(Plan plan, IExpressions expressions, PairForecast? forecast, string actor, TimeProvider clock)
{
    private static readonly string[] Changing =
        ["pair.split", "pair.resync", "pair.restore", "pair.create", "pair.delete", "pair.takeover", "pair.swapResync"];

    private readonly RunState _state = Start(plan, actor, clock);

    public IReadOnlyList<PlannedStep> Walk() =>
    [
        .. plan.Steps.SelectMany(s => Visit(s, "", NoVariables, "steps", 0)),
        .. plan.Cleanup.SelectMany(s => Visit(s, "", NoVariables, "cleanup", 0)),
        .. plan.Finally.SelectMany(s => Visit(s, "", NoVariables, "finally", 0)),
    ];

    private static IReadOnlyDictionary<string, JsonElement> NoVariables => new Dictionary<string, JsonElement>();

    private IEnumerable<PlannedStep> Visit(PlanStep step, string iteration, IReadOnlyDictionary<string, JsonElement> variables, string section, int depth)
    {
        if (step.ForEach is not { } loop)
            return Inside(step, iteration, variables, section, depth);
        var scope = new ExpressionScope(_state, new StepKey(step.Id, iteration), variables);
        try
        {
            var once = step with { ForEach = null };
            return expressions.Items(loop.Items, scope).SelectMany(round => Inside(
                once, new StepKey(step.Id, iteration).In(round.Key).Iteration,
                new Dictionary<string, JsonElement>(variables) { [loop.As] = round.Value }, section, depth)).ToList();
        }
        catch (ExpressionFailedException e)
        {
            return [new PlannedStep(step, new StepKey(step.Id, iteration), section, depth, null, e.Message, [])];
        }
    }

    private IEnumerable<PlannedStep> Inside(PlanStep step, string iteration, IReadOnlyDictionary<string, JsonElement> variables, string section, int depth)
    {
        var self = One(step, iteration, variables, section, depth);
        if (self.Skipped is not null)
            return [self];
        return step.Branches.SelectMany(b => b.Steps).SelectMany(child => Visit(child, iteration, variables, section, depth + 1)).ToList().Prepend(self);
    }

    private PlannedStep One(PlanStep step, string iteration, IReadOnlyDictionary<string, JsonElement> variables, string section, int depth)
    {
        var key = new StepKey(step.Id, iteration);
        var scope = new ExpressionScope(_state, key, variables);
        var planned = new PlannedStep(step, key, section, depth, null, null, []);
        try
        {
            if (step.Modes.Length > 0 && (plan.Mode is null || !step.Modes.Contains(plan.Mode)))
                return planned with { Skipped = $"belongs to {string.Join(", ", step.Modes)}" };
            if (step.When is { } condition && !expressions.Condition(condition, scope))
                return planned with { Skipped = $"when: {condition} is false" };
            var resolved = expressions.Resolve(step.With, scope);
            planned = planned with { Arguments = Masked(resolved) };
            return forecast is not null && Changing.Contains(step.Verb)
                ? planned with { Calls = forecast.Apply(step, resolved) }
                : planned;
        }
        catch (Exception e) when (e is ExpressionFailedException or ArgumentException)
        {
            return planned with { Open = e.Message };
        }
    }

    private static JsonElement Masked(ResolvedArguments resolved)
    {
        if (resolved.Secrets.Count == 0)
            return resolved.Value;
        var text = resolved.Secrets.Where(s => s.Length > 0)
            .Aggregate(resolved.Value.GetRawText(), (t, secret) => t.Replace(JsonEncodedText.Encode(secret).ToString(), "***", StringComparison.Ordinal));
        return JsonElement.Parse(text);
    }

    /// <summary>The state a run has when nothing of it has been carried out.</summary>
    private static RunState Start(Plan plan, string actor, TimeProvider clock)
    {
        var entry = EventJson.Write(RunId.New(clock), 1, HashChain.Origin, clock.GetUtcNow(), new RunStarted(plan, actor, "plan"));
        return RunFold.Apply(null, entry, EventJson.Read(entry));
    }
}
