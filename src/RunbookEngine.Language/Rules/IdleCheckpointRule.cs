using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1517: two checkpoints with nothing between them to take back.</summary>
internal static class IdleCheckpointRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        StepPlace? last = null;
        foreach (var place in context.Places.Where(p => p.Section == RunbookSection.Steps && p.UndoOf is null))
        {
            if (place.Step.Verb!.Name == "checkpoint")
            {
                if (last is not null)
                {
                    yield return Diagnostic.Warning(Codes.IdleCheckpoint, place.Step.At,
                        $"nothing has changed since the checkpoint {last.Step.Title} in line {last.Step.At.Line}", "keep one of them");
                }

                last = place;
            }
            else if (RollbackRule.Changes(place.Step))
            {
                last = null;
            }
        }
    }
}
