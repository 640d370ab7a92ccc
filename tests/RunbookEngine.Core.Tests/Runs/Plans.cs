using System.Collections.Immutable;
using System.Text.Json;
using RunbookEngine.Plans;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>Builds plans of switches.</summary>
internal static class Plans
{
    public static Plan Of(params PlanStep[] steps) => new() { Runbook = "switches", Steps = [.. steps] };

    public static PlanStep Step(string id) => new() { Id = new StepId(id), Verb = "switch", Rollback = RollbackPlan.Auto };

    public static PlanStep Approve(string id) => new() { Id = new StepId(id), Verb = "approve" };

    public static PlanStep Group(string id, params PlanStep[] steps) =>
        new() { Id = new StepId(id), Verb = "group", Branches = [new PlanBranch(null, [.. steps])] };

    public static PlanStep Parallel(string id, params PlanStep[][] branches) =>
        new() { Id = new StepId(id), Verb = "parallel", Branches = [.. branches.Select((b, i) => new PlanBranch($"b{i}", [.. b]))] };

    public static PlanStep Over(this PlanStep step, int maxParallel, params string[] items) => step with
    {
        ForEach = new ForEachPlan { Items = JsonSerializer.SerializeToElement(items), As = "item", MaxParallel = maxParallel },
    };

    public static PlanStep UndoneBy(this PlanStep step, params string[] ids) =>
        step with { Rollback = RollbackPlan.By([.. ids.Select(id => Step(id) with { Rollback = RollbackPlan.NotNeeded })]) };

    /// <summary>Something of everything: a loop, a group in a loop, parallel branches, a checkpoint-like step, undo steps, finally.</summary>
    public static Plan Everything() => Of(
        Step("first"),
        Step("split").Over(2, "a", "b", "c", "d", "e"),
        Parallel("both", [Step("left1"), Step("left2")], [Step("right").UndoneBy("unright1", "unright2")]),
        Group("each", Step("mount"), Step("check") with { Retry = new RetryPlan { Attempts = 2, Delay = TimeSpan.Zero } }).Over(1, "x", "y"),
        Step("never") with { When = "false" },
        Step("last")) with
    {
        Finally = [Step("tell") with { Rollback = RollbackPlan.NotNeeded }],
        Cleanup = [Step("tidy") with { Rollback = RollbackPlan.NotNeeded }],
    };

    public static ImmutableArray<string> LeafIds(Plan plan) =>
        [.. plan.Steps.SelectMany(s => s.WithDescendants()).Where(s => !s.IsContainer && s.Rollback.Kind == RollbackKind.Auto && s.When is null).Select(s => s.Id.Value)];
}
