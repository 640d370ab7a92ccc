using RunbookEngine.Activities.Steps;
using RunbookEngine.Arrays;
using RunbookEngine.Plans;

namespace RunbookEngine.Activities.Pairs;

/// <summary>From <c>on</c> to copy groups: a target, a copy group of a target, or <c>copyGroup/pair</c>. Nothing outside the targets is touched.</summary>
internal static class PairScope
{
    /// <exception cref="InvalidArgumentsException">It names nothing, or more than one thing.</exception>
    /// <exception cref="OutsideFenceException">It names a copy group that no target has.</exception>
    public static IReadOnlyList<PairUnit> Of(StepContext step, StepArguments arguments, ArrayFleet fleet)
    {
        var on = arguments.Text("on");
        if (step.Plan.Targets.FirstOrDefault(t => t.Name == on) is { } target)
        {
            return OfTarget(fleet, target);
        }
        var slash = on.IndexOf('/');
        var (name, pair) = slash < 0 ? (on, null) : (on[..slash], on[(slash + 1)..]);
        var found = step.Plan.Targets.SelectMany(t => (t.CopyGroups ?? []).Where(g => g.Name == name).Select(g => (Target: t, Group: g)))
            .DistinctBy(f => (f.Target.Technology, f.Target.Array)).ToList();
        return found switch
        {
            [] => throw new OutsideFenceException(on, step.Plan.Targets),
            [var (only, group)] => [PairUnit.Of(fleet, only, group, pair)],
            _ => throw arguments.Wrong("on",
                $"'{on}' is a copy group of several targets ({string.Join(", ", found.Select(f => f.Target.Name))})",
                    "the name of one target"),
        };
    }

    /// <summary>Every copy group of every target.</summary>
    public static IReadOnlyList<PairUnit> OfPlan(Plan plan, ArrayFleet fleet) =>
        [.. plan.Targets.SelectMany(t => (t.CopyGroups ?? []).Select(g => PairUnit.Of(fleet, t, g, null))).DistinctBy(u => u.Group.Key)];

    private static IReadOnlyList<PairUnit> OfTarget(ArrayFleet fleet, PlanTarget target) => target.CopyGroups is { Length: > 0 } groups
        ? [.. groups.Select(g => PairUnit.Of(fleet, target, g, null))]
        : throw new InvalidArgumentsException(
        $"target {target.Name} has no copy groups on {target.Array}; its patterns are {string.Join(", ", target.Patterns)}");
}

/// <summary>A step names a copy group that the run may not touch.</summary>
internal sealed class OutsideFenceException(string on, IEnumerable<PlanTarget> targets)
    : Exception($"'{on}' is in no target of this run; the run may touch {Allowed(targets)}")
{
    private static string Allowed(IEnumerable<PlanTarget> targets) =>
        string.Join(", ", targets.SelectMany(t => t.CopyGroups ?? []).Select(g => g.Name).Distinct()) is { Length: > 0 } names ? names
            : "no copy group";
}
