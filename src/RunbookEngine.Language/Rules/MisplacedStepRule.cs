using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1214: a step that cannot do its work where it stands.</summary>
internal static class MisplacedStepRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var place in context.Places)
        {
            var step = place.Step;
            if (Nodes.IsTrue(step.Modifier("pivot")) && (place.Section != RunbookSection.Steps || place.UndoOf is not null))
            {
                yield return Diagnostic.Error(Codes.MisplacedStep, step.Node.Entry("pivot")!.Key.At,
                    "a point of no return belongs to `steps`", "nothing is rolled back after cleanup and finally anyway");
            }

            if (step.Verb!.Name == "checkpoint" && place.Section != RunbookSection.Steps)
                yield return Diagnostic.Error(Codes.MisplacedStep, step.At, "a checkpoint bounds a rollback, so it belongs to `steps`");
            else if (step.Verb.Name == "checkpoint" && (place.Loops.Any() || place.Upwards.Any(p => p.Step.Verb?.Name == "parallel")))
            {
                yield return Diagnostic.Error(Codes.MisplacedStep, step.At,
                    "a checkpoint inside a loop or a parallel branch is no single point in time", "put it after the loop or the parallel");
            }
        }
    }
}
