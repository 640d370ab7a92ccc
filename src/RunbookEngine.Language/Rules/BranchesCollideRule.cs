using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Targets;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1507: two operations on one copy group at the same time, which the arrays forbid.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, splitting pairs in units of copy groups, notes.</remarks>
internal static class BranchesCollideRule
{
    private const string Help = "put them one after the other";

    public static IEnumerable<Diagnostic> Check(RuleContext context) => Branches(context).Concat(Loops(context));

    private static IEnumerable<Diagnostic> Branches(RuleContext context)
    {
        var acting = context.Places.Where(p => p.Step.Verb!.Action is not null && p.UndoOf is null && context.On(p)?.Target is not null
            && p.Upwards.Any(u => u.Step.Verb?.Name == "parallel"));
        foreach (var same in acting.GroupBy(p => context.On(p)!.Target))
        {
            // Kept by copy group, so that a long runbook is compared only where it can collide.
            var before = new List<StepPlace>();
            var byGroup = new Dictionary<string, List<StepPlace>>(StringComparer.Ordinal);
            foreach (var later in same)
            {
                var reference = context.On(later)!;
                var candidates = reference.CopyGroup is not { } group ? before
                    : byGroup.GetValueOrDefault("", []).Concat(byGroup.GetValueOrDefault(group, []));
                var earlier = candidates.FirstOrDefault(p => p.OrderTo(later) == Order.BesideEachOther && Overlap(context.On(p)!, reference));
                if (earlier is not null)
                {
                    yield return Diagnostic.Error(Codes.BranchesCollide, reference.Node.At,
                        $"{later.Step.Title} and {earlier.Step.Title} (line {earlier.Step.At.Line}) run side by side on {Name(reference)}", Help);
                }

                before.Add(later);
                var key = reference.CopyGroup ?? "";
                if (!byGroup.TryGetValue(key, out var list))
                    byGroup[key] = list = [];
                list.Add(later);
            }
        }
    }

    private static IEnumerable<Diagnostic> Loops(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Action is not null && place.UndoOf is null
        let acted = context.On(place)
        where acted is { Kind: OnKind.Target or OnKind.CopyGroup }
        let loop = place.Loops.FirstOrDefault(l => Nodes.Integer(l.Step.Modifier("maxParallel")) > 1)
        where loop is not null
        select Diagnostic.Error(Codes.BranchesCollide, acted.Node.At,
            $"iterations of {loop.Step.Title} run side by side, and each acts on {Name(acted)}", "use the loop variable in `on`, or leave out `maxParallel`");

    private static bool Overlap(OnReference a, OnReference b) =>
        a.CopyGroup is null && a.Kind == OnKind.Target || b.CopyGroup is null && b.Kind == OnKind.Target
        || a.CopyGroup is not null && a.CopyGroup == b.CopyGroup
        || a.Kind == OnKind.Computed && b.Kind == OnKind.Computed && a.Target!.CopyGroups is [var only] && !Glob.IsPattern(only.Raw);

    private static string Name(OnReference on) => on.CopyGroup is { } group ? $"the copy group `{group}`" : $"the copy groups of `{on.Target?.Name.Value}`";
}
