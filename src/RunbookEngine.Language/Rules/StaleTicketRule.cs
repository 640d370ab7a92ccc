using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1614: the ticket was checked before a long wait and not after it.</summary>
internal static class StaleTicketRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        StepPlace? waited = null;
        var required = false;
        foreach (var place in context.Places.Where(p => p.Section == RunbookSection.Steps && p.UndoOf is null))
        {
            var step = place.Step;
            if (step.Verb!.Name == "ticket.require")
                (required, waited) = (true, null);
            else if (required && step.Verb.Name is "approve" or "manual" or "delay")
                waited = required ? place : null;
            else if (required && Nodes.IsTrue(step.Modifier("pivot")))
                // The engine asks the ticket again before a pivot.
                waited = null;
            else if (waited is not null && RollbackRule.Changes(step))
            {
                yield return Diagnostic.Warning(Codes.StaleTicket, step.At,
                    $"the ticket was checked before {waited.Step.Title} (line {waited.Step.At.Line}) waited: when {step.Title} begins, its window may be over",
                    "repeat the ticket.require after the wait");
                yield break;
            }
        }
    }
}
