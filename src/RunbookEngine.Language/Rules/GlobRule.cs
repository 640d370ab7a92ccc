using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Targets;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1306: a pattern of copy groups that is none.</summary>
internal static class GlobRule
{
    /// <summary>A copy group name the arrays give back.</summary>
    private const int LongestName = 31;

    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from target in context.Runbook.Targets
        from glob in target.CopyGroups
        where !glob.Raw.Contains("${{", StringComparison.Ordinal)
        let problem = Glob.Problem(glob.Raw)
            ?? (!Glob.IsPattern(glob.Raw) && glob.Raw.Length > LongestName ? $"a copy group name has at most {LongestName} characters" : null)
        where problem is not null
        select Diagnostic.Error(Codes.Glob, glob.At, $"`{glob.Raw}`: {problem}", "write a name, or a pattern with *, ? and [a-z]");
}
