using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1516: a checkpoint that says what the pivot before it says already.</summary>
internal static class CheckpointAfterPivotRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        StepPlace? previous = null;
        foreach (var place in context.Places.Where(p => p.Section == RunbookSection.Steps && p.UndoOf is null))
        {
            if (place.Step.Verb!.Name == "checkpoint" && previous is not null && Nodes.IsTrue(previous.Step.Modifier("pivot")))
            {
                yield return Diagnostic.Warning(Codes.CheckpointAfterPivot, place.Step.At,
                    $"a rollback ends at the pivot {previous.Step.Title} anyway, so this checkpoint bounds nothing", "put it before the pivot, or after the next change");
            }

            previous = place;
        }
    }
}
