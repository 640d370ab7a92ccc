using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Targets;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1215: the environment forbids a copy group that a target names.</summary>
internal static class EnvironmentFenceRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from target in context.Runbook.Targets
        from name in target.CopyGroups
        where !Glob.IsPattern(name.Raw) && !name.Raw.Contains("${{", StringComparison.Ordinal) && Glob.Problem(name.Raw) is null
        let refusal = context.Environment?.Fence.Refuses(name.Raw)
        where refusal is not null
        select Diagnostic.Error(Codes.EnvironmentFence, name.At, $"the copy group `{name.Raw}` may not be touched: {refusal}");
}
