using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1561: a rollback copies first and releases a held application afterwards.</summary>
internal static class LateReleaseRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        StepPlace? held = null;
        foreach (var place in context.Places.Where(p => p.UndoOf is null && p.Section == RunbookSection.Steps))
        {
            if (ProgramWords.Holds(place.Step))
                held = ReleasedByUndo(place.Step) ? place : null;
            else if (ProgramWords.Releases(place.Step))
                held = null;
            else if (held is not null && CopiesBeforeRelease(place.Step) is { } copy)
                yield return Diagnostic.Warning(Codes.LateRelease, place.Step.At,
                    $"{held.Step.Title} (line {held.Step.At.Line}) holds an application, and when the run is taken back from here it is released only after {copy} has copied",
                    $"let the undo of {place.Step.Title} release it first: rollback: [the command that releases it, pair.resync with its wait]");
        }
    }

    private static bool ReleasedByUndo(Step step) => step.Undo.Any(ProgramWords.Releases);

    /// <returns>The operation of its undo that copies before anything in that undo has released the application; null when none does.</returns>
    private static string? CopiesBeforeRelease(Step step)
    {
        if (step.Undo.Length == 0)
            return step.Modifier("rollback") is null && step.Verb?.Action == PairAction.Split ? $"the undo of {step.Title}, a resync," : null;
        var first = step.Undo.FirstOrDefault(u => ProgramWords.Releases(u) || u.Verb?.Action is PairAction.Resync or PairAction.Restore or PairAction.SwapResync or PairAction.Create);
        return first is not null && !ProgramWords.Releases(first) ? $"`{first.Verb!.Name}` in the undo of {step.Title}" : null;
    }
}
