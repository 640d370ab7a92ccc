using System.Text.Json;
using RunbookEngine.Language.Targets;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Operations.Composition;

/// <summary>A step that cannot do its work while an array does not answer.</summary>
/// <param name="Certain">The step runs in any case; false when a condition decides, or an argument is not known yet.</param>
public sealed record ArrayNeed(PlanStep Step, string Array, string Why, bool Certain);

/// <summary>Which steps of a plan truly need arrays that do not answer, said before anything is sent. Pure.</summary>
public static class ArrayNeeds
{
    /// <param name="absent">Aliases of the arrays that do not answer.</param>
    /// <param name="declared">Somebody has declared the disaster, or said that these arrays are gone.</param>
    /// <param name="over">Steps whose turn is over; null: none.</param>
    public static IReadOnlyList<ArrayNeed> Of(Plan plan, IReadOnlyCollection<string> absent, bool declared, Func<PlanStep, bool>? over = null) =>
        [.. new[] { plan.Steps, plan.Cleanup, plan.Finally }.SelectMany(s => Of(plan, s, absent, declared, certain: true))
            .Where(n => over?.Invoke(n.Step) != true)];

    private static IEnumerable<ArrayNeed> Of(Plan plan, IEnumerable<PlanStep> steps, IReadOnlyCollection<string> absent, bool declared, bool certain)
    {
        foreach (var step in steps.Where(s => s.Modes.IsEmpty || (plan.Mode is { } mode && s.Modes.Contains(mode))))
        {
            var sure = certain && step.When is null && step.ForEach is null;
            var own = step.Verb.StartsWith("pair.", StringComparison.Ordinal) ? OfPairs(plan, step, absent, declared, sure) : [];
            var inside = step.Branches.SelectMany(b => Of(plan, b.Steps, absent, declared, sure))
                .Concat(step.Child is { } child ? new[] { child.Steps, child.Cleanup, child.Finally }.SelectMany(s => Of(child, s, absent, declared, sure)) : []);
            foreach (var need in own.Concat(inside))
                yield return need;
        }
    }

    private static IEnumerable<ArrayNeed> OfPairs(Plan plan, PlanStep step, IReadOnlyCollection<string> absent, bool declared, bool certain) =>
        from target in Targets(plan, step)
        from array in new[] { target.Array, target.RemoteArray }.OfType<string>().Intersect(absent)
        let need = BothArrays.Need(step.Verb, TechnologyNames.FromRunbook(target.Technology), name => Text(step, name), declared)
        where need is not null
        select new ArrayNeed(step, array, need.Value.Why, certain && need.Value.Certain);

    private static IEnumerable<PlanTarget> Targets(Plan plan, PlanStep step)
    {
        if (Text(step, "on") is not { } on)
            return [];
        var named = plan.Targets.Where(t => t.Name == on).ToList();
        var group = on.Split('/')[0];
        return named.Count > 0 ? named : plan.Targets.Where(t => t.Patterns.Any(p => Glob.Matches(p, group)));
    }

    private static string? Text(PlanStep step, string name) =>
        step.With.ValueKind == JsonValueKind.Object && step.With.TryGetProperty(name, out var value)
            ? value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.True => "true", JsonValueKind.False => "false", _ => null }
            : null;
}
