using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1321: the same item twice in a loop, whose iterations are known by their items.</summary>
internal static class LoopItemTwiceRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Modifier("foreach") is ListNode
        from same in ((ListNode)place.Step.Modifier("foreach")!).Items.OfType<ScalarNode>().GroupBy(n => n.Raw, StringComparer.Ordinal)
        from again in same.Skip(1)
        select Diagnostic.Error(Codes.LoopItemTwice, again.At, $"`{again.Raw}` is in the list already, and iterations are told apart by their items",
            "list an item once");
}
