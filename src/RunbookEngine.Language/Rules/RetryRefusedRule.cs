using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1533: an operation that the array refused is asked for again as it was.</summary>
internal static class RetryRefusedRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Action is not null
        from kind in Nodes.OneOrMany((place.Step.Modifier("retry") as MapNode)?["on"])
        where kind.Text is "refused" or "wrong-status"
        select Diagnostic.Warning(Codes.RetryRefused, kind.At,
            kind.Text == "refused" ? "what the array has refused it refuses again: the status of the pairs does not change by asking" : "a pair in a wrong status stays there; a retry only delays the alarm",
            "leave it out of `on`, or put a pair.wait before the step");
}
