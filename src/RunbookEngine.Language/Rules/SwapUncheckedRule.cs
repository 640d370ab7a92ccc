using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1530: roles are exchanged, and nothing has looked which way the mirrors run.</summary>
internal static class SwapUncheckedRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var looked = false;
        foreach (var place in context.Places.Where(p => p.UndoOf is null))
        {
            looked |= place.Step.Argument("pvolAt") is not null || place.Step.Verb!.Name is "call";
            // A takeover leaves mirrors in the right direction for the swap that follows it.
            looked |= place.Step.Verb!.Action is PairAction.Takeover || Nodes.IsTrue(place.Step.Argument("swap"));
            if (!looked && place.Step.Verb.Action == PairAction.SwapResync)
            {
                yield return Diagnostic.Warning(Codes.SwapUnchecked, place.Step.At,
                    $"{place.Step.Title} exchanges the roles whichever way the mirrors run: started twice, it brings them back", "begin with a pair.assert with pvolAt");
                looked = true;
            }
        }
    }
}
