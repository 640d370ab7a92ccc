using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Targets;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1223: iterations side by side where there is one item at most.</summary>
internal static class PointlessParallelRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where Nodes.Integer(place.Step.Modifier("maxParallel")) > 1 && Single(place.Step.Modifier("foreach"), context.Runbook)
        select Diagnostic.Warning(Codes.PointlessParallel, place.Step.Modifier("maxParallel")!.At, $"{place.Step.Title} has one item to iterate over, so nothing runs side by side",
            "was a pattern with * meant?");

    private static bool Single(DocumentNode? items, Runbook runbook) => items switch
    {
        ListNode list => list.Items.Count == 1,
        ScalarNode scalar => OnReference.TargetOfList(scalar.Raw) is { } name && runbook.Target(name) is { CopyGroups: [var only] }
            && !Glob.IsPattern(only.Raw) && !Nodes.HasExpression(only),
        _ => false,
    };
}
