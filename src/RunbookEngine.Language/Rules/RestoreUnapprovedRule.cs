using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1522: production volumes are overwritten and nobody was asked.</summary>
internal static class RestoreUnapprovedRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var asked = false;
        foreach (var place in context.Places.Where(p => p.UndoOf is null))
        {
            asked |= place.Step.Verb!.Name is "approve" or "manual";
            if (!asked && place.Step.Verb.Action == PairAction.Restore)
            {
                yield return Diagnostic.Warning(Codes.RestoreUnapproved, place.Step.At,
                    $"{place.Step.Title} overwrites the P-VOLs with the copies, and nobody is asked before", "put an approve step before it");
            }
        }
    }
}
