using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1518: a program mounts S-VOLs that the split left read-only.</summary>
internal static class ReadOnlySplitRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        StepPlace? split = null;
        foreach (var place in context.Places.Where(p => p.UndoOf is null))
        {
            if (place.Step.Verb!.Name == "pair.split" && context.On(place)?.Technology is Technology.TrueCopy or Technology.UniversalReplicator)
                split = place.Step.Argument("svolAccess") is null or { Text: "read" } && !Nodes.IsTrue(place.Step.Argument("swap")) ? place : null;
            else if (place.Step.Verb.Action is not null)
                split = null;
            else if (split is not null && ProgramWords.Mounts(place.Step))
            {
                yield return Diagnostic.Warning(Codes.ReadOnlySplit, place.Step.At,
                    $"{place.Step.Title} mounts S-VOLs that {split.Step.Title} (line {split.Step.At.Line}) leaves read-only: most file systems refuse, and a second split would not change it",
                    "split with svolAccess: read-write");
                split = null;
            }
        }
    }
}
