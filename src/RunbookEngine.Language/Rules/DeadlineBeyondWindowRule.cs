using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1611: people may answer when the window is over.</summary>
internal static class DeadlineBeyondWindowRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where context.Runbook.Objectives?["window"] is MapNode && place.Step.Verb!.Name is "approve" or "manual" && place.Section == RunbookSection.Steps
        let deadline = place.Step.Argument("deadline")
        where deadline is null || Nodes.Duration(deadline) >= TimeSpan.FromDays(1)
        select Diagnostic.Warning(Codes.DeadlineBeyondWindow, deadline?.At ?? place.Step.At,
            $"{place.Step.Title} waits up to {deadline?.Text ?? "24h, the default,"} for an answer, and the window ends within a day", "give a deadline that leaves time for the work");
}
