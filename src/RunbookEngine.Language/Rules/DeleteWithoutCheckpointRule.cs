using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1523: pairs are dissolved, and nothing has recorded how they stood.</summary>
internal static class DeleteWithoutCheckpointRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var recorded = false;
        foreach (var place in context.Places.Where(p => p.Section == RunbookSection.Steps && p.UndoOf is null))
        {
            recorded |= place.Step.Verb!.Name is "checkpoint" or "pair.snapshot";
            if (!recorded && place.Step.Verb.Action == PairAction.Delete)
            {
                yield return Diagnostic.Warning(Codes.DeleteWithoutCheckpoint, place.Step.At,
                    $"after {place.Step.Title} nothing says any more which volumes were pairs", "put checkpoint: {} or a pair.snapshot before it");
            }
        }
    }
}
