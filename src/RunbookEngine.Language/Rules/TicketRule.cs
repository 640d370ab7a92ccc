using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1313: a ticket step says where the ticket is, and an update what to write.</summary>
internal static class TicketRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var step in context.Places.Select(p => p.Step).Where(s => s.Verb!.Name.StartsWith("ticket.", StringComparison.Ordinal)))
        {
            if (step.With is not MapNode with)
                continue;
            if (with["file"] is null == with["connection"] is null)
                yield return Diagnostic.Error(Codes.Ticket, step.At, $"`{step.Verb!.Name}` needs exactly one of `file` and `connection`");
            if (step.Verb!.Name == "ticket.update" && with["state"] is null && with["note"] is null && with["closeCode"] is null && with["closeNotes"] is null)
                yield return Diagnostic.Error(Codes.Ticket, step.At, "`ticket.update` writes nothing", "add state or note");
        }
    }
}
