using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1529: S-VOLs are overwritten that a program has mounted.</summary>
internal static class StillMountedRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        StepPlace? mounted = null;
        foreach (var place in context.Places.Where(p => p.UndoOf is null && p.Section != RunbookSection.Finally))
        {
            if (ProgramWords.Unmounts(place.Step))
                mounted = null;
            else if (ProgramWords.Mounts(place.Step))
                mounted = place;
            else if (mounted is not null && place.Step.Verb!.Action is PairAction.Resync or PairAction.Delete)
            {
                yield return Diagnostic.Warning(Codes.StillMounted, place.Step.At,
                    $"{mounted.Step.Title} (line {mounted.Step.At.Line}) mounts volumes, and nothing unmounts them before {place.Step.Title}: the host goes on with a file system that changes under it",
                    "unmount them in a command step before");
                mounted = null;
            }
        }
    }
}
