using RunbookEngine.Plans;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>Random plans: every kind of container, loop, modifier and rollback, up to three deep.</summary>
internal sealed class RandomPlans(Random random)
{
    private int _next;

    public Plan Plan() => Plans.Of([.. Steps(1 + random.Next(4), depth: 0)]) with
    {
        OnFailure = (FailurePolicy)random.Next(3),
        Finally = random.Next(3) == 0 ? [Plain() with { Rollback = RollbackPlan.NotNeeded }] : [],
        Cleanup = random.Next(4) == 0 ? [Plain() with { Rollback = RollbackPlan.NotNeeded }] : [],
    };

    private List<PlanStep> Steps(int count, int depth) => [.. Enumerable.Range(0, count).Select(_ => Step(depth))];

    private PlanStep Step(int depth)
    {
        var step = (depth < 3 ? random.Next(6) : 5) switch
        {
            0 => Plans.Group(Id(), [.. Steps(1 + random.Next(3), depth + 1)]),
            1 => Plans.Parallel(Id(), [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Steps(1 + random.Next(2), depth + 1).ToArray())]),
            _ => Plain(),
        };
        if (random.Next(4) == 0)
            step = step.Over(1 + random.Next(3), [.. Enumerable.Range(0, random.Next(4)).Select(i => $"i{i}")]);
        if (random.Next(8) == 0)
            step = step with { When = random.Next(2) == 0 ? "true" : "false" };
        if (random.Next(12) == 0)
            step = step with { OnFailure = (FailurePolicy)random.Next(3) };
        return step;
    }

    private PlanStep Plain()
    {
        var step = Plans.Step(Id());
        if (random.Next(5) == 0)
            step = step with { Retry = new RetryPlan { Attempts = 1 + random.Next(3), Delay = TimeSpan.Zero } };
        if (random.Next(15) == 0)
            step = step with { Pivot = true };
        return random.Next(6) switch
        {
            0 => step.UndoneBy(Id(), Id()),
            1 => step with { Rollback = RollbackPlan.None("it may stay") },
            _ => step,
        };
    }

    private string Id() => $"s{++_next}";
}
