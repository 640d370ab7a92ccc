using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1324: a journal usage that no journal can be below.</summary>
internal static class JournalLimitRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        let limit = place.Step.Argument("journalUsageBelow")
        where Nodes.Integer(limit) == 0
        select Diagnostic.Error(Codes.JournalLimit, limit!.At, "no journal is used less than 0 %, so this is never true", "write 1 for an empty journal");
}
