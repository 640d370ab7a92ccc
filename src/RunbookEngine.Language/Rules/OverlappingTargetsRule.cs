using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Targets;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1213: one copy group in two targets, so that its name alone does not say which is meant.</summary>
internal static class OverlappingTargetsRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var names = context.Runbook.Targets.SelectMany(t => t.CopyGroups.Select(g => (Target: t, Group: g)))
            .Where(n => !Glob.IsPattern(n.Group.Raw) && !n.Group.Raw.Contains("${{", StringComparison.Ordinal));
        return names.GroupBy(n => n.Group.Raw, StringComparer.Ordinal).SelectMany(same => same.Skip(1).Select(again =>
            Diagnostic.Warning(Codes.OverlappingTargets, again.Group.At,
                again.Target == same.First().Target
                    ? $"the copy group `{same.Key}` is listed twice"
                    : $"the copy group `{same.Key}` also belongs to the target `{same.First().Target.Name.Value}`",
                "list a copy group once")));
    }
}
