using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1219: a missed schedule is made up for later, although the run has a window.</summary>
internal static class LateStartRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        context.Runbook.Objectives?["window"] is null ? [] : TriggerNodes.Of(context.Runbook).Select(t => t["misfire"]).OfType<ScalarNode>()
            .Where(m => m.Raw == "run-once")
            .Select(m => Diagnostic.Warning(Codes.LateStart, m.At, "a missed start is made up for as soon as the server is back, when the window may be over",
                "write misfire: skip, or leave it out"));
}
