using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1225: a line of an imported source that has no counterpart is replaced, or accepted with a reason, before the runbook may run.</summary>
internal static class UnresolvedRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var step in context.Places.Select(p => p.Step).Where(s => s.Verb!.Name == "unresolved" && string.IsNullOrWhiteSpace(s.Argument("accepted")?.Text)))
        {
            var line = step.Argument("line")?.Text is { Length: > 0 } number and not "0" ? $"line {number} of the source" : "a part of the source";
            yield return Diagnostic.Error(Codes.Unresolved, step.At, $"{line} was not turned into steps: {step.Argument("why")?.Text}",
                "replace this step by those that do the line's work, or say in `accepted` why nothing has to be done");
        }
    }
}
