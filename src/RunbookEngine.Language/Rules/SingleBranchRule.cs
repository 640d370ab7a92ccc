using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1222: a <c>parallel</c> of one branch.</summary>
internal static class SingleBranchRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step is { Verb.Name: "parallel", Branches.Length: 1 }
        select Diagnostic.Warning(Codes.SingleBranch, place.Step.At, $"{place.Step.Title} has one branch, so nothing runs side by side",
            "add the other branch, or write the steps without parallel");
}
