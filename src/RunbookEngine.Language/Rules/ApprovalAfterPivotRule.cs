using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1515: people are asked when nothing can be taken back any more.</summary>
internal static class ApprovalAfterPivotRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        StepPlace? pivot = null;
        foreach (var place in context.Places.Where(p => p.Section == RunbookSection.Steps && p.UndoOf is null))
        {
            if (pivot is not null && place.Step.Verb!.Name == "approve")
            {
                yield return Diagnostic.Warning(Codes.ApprovalAfterPivot, place.Step.At,
                    $"{place.Step.Title} asks after the point of no return, {pivot.Step.Title} in line {pivot.Step.At.Line}: a no leaves the run held half-way",
                    "ask before the pivot");
            }

            if (Nodes.IsTrue(place.Step.Modifier("pivot")))
                pivot ??= place;
        }
    }
}
