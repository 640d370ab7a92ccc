using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1224: a loop over nothing.</summary>
internal static class EmptyLoopRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        let items = place.Step.Modifier("foreach")
        where items is ListNode { Items.Count: 0 }
        select Diagnostic.Warning(Codes.EmptyLoop, items.At, $"{place.Step.Title} never runs: its list is empty", "list the items, or remove the step");
}
