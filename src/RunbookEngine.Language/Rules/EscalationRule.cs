using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1617: an escalation after the deadline, or one that reaches nobody.</summary>
internal static class EscalationRule
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromHours(24);

    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var step in context.Places.Select(p => p.Step).Where(s => s.Verb!.Name == "approve"))
        {
            var deadline = Nodes.Duration(step.Argument("deadline")) ?? DefaultDeadline;
            foreach (var entry in Entries(step))
            {
                if (Nodes.Duration(entry["after"]) >= deadline)
                    yield return Diagnostic.Warning(Codes.Escalation, entry["after"]!.At,
                        $"the approval is denied after {step.Argument("deadline")?.Text ?? "24h, the default,"} before this escalation comes", "escalate earlier, or give a longer deadline");
                else if (entry["to"] is null && entry["notify"] is null && step.Argument("notify") is null)
                    yield return Diagnostic.Warning(Codes.Escalation, entry.At, "this escalation asks nobody and tells nobody", "add to, notify or both");
            }
        }
    }

    /// <summary>The entries of an approval's <c>escalate</c>.</summary>
    public static IEnumerable<MapNode> Entries(Step step) => (step.Argument("escalate") as ListNode)?.Items.OfType<MapNode>() ?? [];
}
