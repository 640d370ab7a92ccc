using System.Collections.Immutable;
using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Rules;
using RunbookEngine.Language.Typing;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Compilation;

/// <summary>Steps as written to steps of a plan: modifiers read, defaults and rollbacks attached.</summary>
internal sealed class StepBuilder(Constants constants, CallBuilder calls, string folder)
{
    private const int MostParallel = 256;
    private const int MostFailures = 10_000;

    public ImmutableArray<PlanStep> Build(IEnumerable<Step> steps, RunbookSection section) =>
        [.. steps.Select(step => One(step, new StepId(step.Id!.Value), section, undoing: false))];

    private PlanStep One(Step step, StepId id, RunbookSection section, bool undoing)
    {
        var verb = step.Verb!;
        var called = verb.Name == "call" ? calls.Build(step) : null;
        return new PlanStep
        {
            Id = id,
            Name = constants.Text(step.Modifier("name")),
            Verb = verb.Name,
            With = DocumentJson.ToElement(ArgumentBuilder.Build(step, constants, folder)),
            When = step.Modifier("when") is ScalarNode when ? BareExpression.Parse(when.Raw).Code : null,
            ForEach = ForEach(step),
            Timeout = constants.Duration(step.Modifier("timeout")),
            Grace = constants.Duration(step.Modifier("grace")),
            Retry = Retry(step.Modifier("retry") as MapNode),
            Wait = WaitBuilder.Build(step, constants),
            Rollback = Rollback(step, id, section, undoing),
            OnFailure = RunbookBinder.Policy(step.Modifier("onFailure"))?.Value,
            Pivot = Nodes.IsTrue(step.Modifier("pivot")),
            Measure = step.Modifier("measure") is MapNode measure
                ? new MeasurePlan(constants.Text(measure["start"]), constants.Text(measure["stop"]), constants.Text(measure["rpo"]), constants.Text(measure["part"])) : null,
            Modes = [.. constants.Texts(step.Modifier("modes"))],
            Branches = [.. step.Branches.Select(b => new PlanBranch(b.Name?.Value, Build(b.Steps, section)))],
            Child = called,
            At = new PlanPlace(step.Node.At.Line, step.Node.At.Column),
        };
    }

    private ForEachPlan? ForEach(Step step) => step.Modifier("foreach") is not { } items ? null : new ForEachPlan
    {
        Items = items is ScalarNode scalar ? DocumentJson.ToElement(BareExpression.Parse(scalar.Raw).Code) : DocumentJson.ToElement(items),
        As = constants.Text(step.Modifier("as")) ?? "item",
        MaxParallel = constants.Integer(step.Modifier("maxParallel"), 1, MostParallel) ?? 1,
        StopAfterFailures = constants.Integer(step.Modifier("stopAfterFailures"), 1, MostFailures) ?? 1,
    };

    private RetryPlan? Retry(MapNode? node)
    {
        if (node is null)
            return null;
        var defaults = new RetryPlan();
        return new RetryPlan
        {
            Attempts = constants.Integer(node["attempts"], 1, 20) ?? defaults.Attempts,
            Delay = constants.Duration(node["delay"]) ?? defaults.Delay,
            Backoff = constants.Number(node["backoff"], 1, 10) ?? defaults.Backoff,
            MaxDelay = constants.Duration(node["maxDelay"]) ?? defaults.MaxDelay,
            On = [.. constants.Texts(node["on"])],
        };
    }

    private RollbackPlan Rollback(Step step, StepId id, RunbookSection section, bool undoing)
    {
        if (step.Verb!.IsContainer || !RollbackRule.Changes(step))
            return RollbackPlan.NotNeeded;
        if (undoing)
            return RollbackPlan.None("it takes another step back itself");
        if (section != RunbookSection.Steps)
            return RollbackPlan.None($"steps of {section.ToString().ToLowerInvariant()} are not taken back");
        return step.Modifier("rollback") switch
        {
            MapNode map when map["none"] is { } reason => RollbackPlan.None(reason.Text ?? ""),
            MapNode or ListNode => RollbackPlan.By([.. step.Undo.Select((undo, i) => One(undo, new StepId($"{id}/undo-{i + 1}"), section, undoing: true))]),
            null when Nodes.IsTrue(step.Modifier("pivot")) => RollbackPlan.None("it is the point of no return"),
            _ => RollbackPlan.Auto,
        };
    }
}
