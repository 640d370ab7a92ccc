using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1013: an unquoted yes, no, on or off is a text here.</summary>
internal static class BooleanWordRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) => BooleanWords.Check(context.Runbook.Root);
}
