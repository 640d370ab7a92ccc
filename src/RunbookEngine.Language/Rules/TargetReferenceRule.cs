using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Targets;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1204: <c>on</c> names neither a target nor a copy group of one.</summary>
internal static class TargetReferenceRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        let acted = context.On(place)
        where acted is { Kind: OnKind.Unknown }
        let targets = context.Runbook.Targets.Select(t => t.Name.Value).ToList()
        let groups = context.Runbook.Targets.SelectMany(t => t.CopyGroups).Select(g => g.Raw).Where(g => !Glob.IsPattern(g))
        select Diagnostic.Error(Codes.UnknownTarget, acted.Node.At,
            $"`{acted.CopyGroup}` is neither a target nor a copy group of one, so it lies outside the fence",
            Suggestion.For(acted.CopyGroup!, targets.Concat(groups))
            ?? (targets.Count == 0 ? "add a `targets` section that names the copy groups" : $"targets: {string.Join(", ", targets)}"));
}
