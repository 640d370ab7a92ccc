using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1308: pair.wait and pair.assert say what has to be true.</summary>
internal static class PairConditionRule
{
    private static readonly string[] Conditions =
    [
        "status", "journalUsageBelow", "pvolAt", "readOnlyAt", "ioMode", "journalBacklogBelow", "journalStatus", "remotePaths", "quorum",
    ];

    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var step in context.Places.Select(p => p.Step).Where(s => s.Verb!.Name is "pair.wait" or "pair.assert"))
        {
            if (step.With is not MapNode with)
                continue;
            if (Conditions.All(c => with[c] is null))
            {
                yield return Diagnostic.Error(Codes.PairCondition, step.At, $"`{step.Verb!.Name}` says nothing that has to be true",
                    $"add {string.Join(", ", Conditions.SkipLast(1))} or {Conditions[^1]}");
            }
            else if (with.Entry("scope") is { } scope && with["status"] is null)
            {
                yield return Diagnostic.Error(Codes.PairCondition, scope.Key.At, "`scope` counts pairs in a status, and there is no `status`");
            }
        }
    }
}
