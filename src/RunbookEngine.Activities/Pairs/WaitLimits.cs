using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Pairs;

/// <summary>How long and how patiently pairs are waited for.</summary>
/// <param name="Until">Journalled times made it: a restart does not move it.</param>
/// <param name="Scope"><c>all</c>, <c>any</c> or a number of pairs.</param>
/// <param name="Stall">Fails when nothing in a group moved for this long; null: no such limit. Counts anew after a restart.</param>
/// <param name="Poll">Pause between two readings; null: the environment's.</param>
internal sealed record WaitLimits(DateTimeOffset Until, string Scope, TimeSpan? Stall, TimeSpan? Poll)
{
    public static WaitLimits Of(StepContext step, WaitPlan plan) => new(End(step, plan), plan.Scope, plan.Stall, plan.Poll);

    /// <summary>How many of so many pairs must be there; null when the scope asks for more than there are.</summary>
    public int? Needed(int pairs) => Scope switch
    {
        "all" => pairs,
        "any" => Math.Min(1, pairs),
        _ when int.TryParse(Scope, out var number) && number <= pairs => number,
        _ => null,
    };

    private static DateTimeOffset End(StepContext step, WaitPlan plan)
    {
        var start = step.Undoing ? step.Clock.GetUtcNow() : step.Record.AttemptAt ?? step.Clock.GetUtcNow();
        var own = start + plan.Timeout;
        return step.Deadline is { } limit && limit < own ? limit : own;
    }
}
