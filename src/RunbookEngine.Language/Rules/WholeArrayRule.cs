using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1218: a target that takes in every copy group of an array.</summary>
internal static class WholeArrayRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from target in context.Runbook.Targets
        from glob in target.CopyGroups
        where glob.Raw.Length > 0 && glob.Raw.All(c => c is '*' or '?') && glob.Raw.Contains('*')
        select Diagnostic.Warning(Codes.WholeArray, glob.At, $"`{glob.Raw}` matches every copy group of the array, those of other applications included",
            "name the application: \"erp-*\", for example");
}
