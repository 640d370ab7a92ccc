using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1605: answers that fail a manual step are among its choices, and not all of them.</summary>
internal static class ManualRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var step in context.Places.Select(p => p.Step).Where(s => s.Verb!.Name == "manual" && s.Argument("failOn") is not null))
        {
            var choices = Nodes.OneOrMany(step.Argument("choices")).Select(c => c.Text).ToList();
            var failing = Nodes.OneOrMany(step.Argument("failOn"));
            foreach (var odd in failing.Where(f => !choices.Contains(f.Text)))
                yield return Diagnostic.Error(Codes.ManualChoices, odd.At, $"`{odd.Text}` is not among the choices, so nobody can answer it");
            if (choices.Count > 0 && choices.All(c => failing.Any(f => f.Text == c)))
                yield return Diagnostic.Error(Codes.ManualChoices, step.Argument("failOn")!.At, "every choice fails the step");
        }
    }
}
