using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1514: the first operation on pairs comes before anything has looked at them.</summary>
internal static class UncheckedStartRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var place in context.Places.Where(p => p.Section == RunbookSection.Steps && p.UndoOf is null))
        {
            if (place.Step.Verb!.Name is "pair.assert" or "pair.wait" or "call")
                yield break;
            // A creation has no pairs to look at, and a takeover must not hang on the site that is lost.
            if (place.Step.Verb.Action is not (null or PairAction.Create or PairAction.Takeover))
            {
                yield return Diagnostic.Warning(Codes.UncheckedStart, place.Step.At,
                    $"{place.Step.Title} acts on pairs that no step has looked at: on a suspended mirror the run would start, and make things worse",
                    "begin with a pair.assert on the status they must have");
                yield break;
            }
        }
    }
}
