using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1324: a journal usage or backlog that no journal can be below.</summary>
internal static class JournalLimitRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        from name in new[] { "journalUsageBelow", "journalBacklogBelow" }
        let limit = place.Step.Argument(name)
        where Nodes.Integer(limit) == 0
        select Diagnostic.Error(Codes.JournalLimit, limit!.At,
            name == "journalUsageBelow" ? "no journal is used less than 0 %, so this is never true" : "no journal holds fewer than 0 entries, so this is never true",
            "write 1 for an empty journal");
}
