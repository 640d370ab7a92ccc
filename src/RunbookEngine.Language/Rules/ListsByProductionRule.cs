using System.Text.RegularExpressions;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Targets;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1546: a disaster run whose copy groups only both arrays together list.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, getting a list of remote copy groups: it needs a session on the other array.</remarks>
internal static partial class ListsByProductionRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from target in DisasterSteps.Of(context).Select(p => context.On(p)?.Target).Distinct()
        where target?.Technology?.Value.IsRemote() == true
        from pattern in target.CopyGroups
        where Glob.IsPattern(Expression().Replace(pattern.Raw, "x"))
        select Diagnostic.Warning(Codes.ListsByProduction, pattern.At,
            $"target {target.Name.Value} is used in mode disaster, and the array that is left lists no remote copy groups alone: what `{pattern.Raw}` means is known only from earlier runs in the same store",
            "write the names of the copy groups out");

    [GeneratedRegex(@"\$\{\{.*?\}\}", RegexOptions.None, 500)]
    private static partial Regex Expression();
}
