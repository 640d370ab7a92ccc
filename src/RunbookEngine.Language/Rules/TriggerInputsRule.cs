using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1220: a trigger whose runs could not start, for want of an input or with one that does not exist.</summary>
internal static class TriggerInputsRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var trigger in TriggerNodes.Of(context.Runbook))
        {
            var given = Nodes.Entries(trigger["inputs"]).ToList();
            foreach (var odd in given.Where(g => context.Runbook.Input(g.Key.Raw) is null))
            {
                yield return Diagnostic.Error(Codes.TriggerInputs, odd.Key.At, $"the runbook has no input `{odd.Key.Raw}`",
                    Suggestion.For(odd.Key.Raw, context.Runbook.Inputs.Select(i => i.Name.Value)));
            }

            foreach (var missing in context.Runbook.Inputs.Where(i => i is { Required: true, Default: null } && given.All(g => g.Key.Raw != i.Name.Value)))
            {
                yield return Diagnostic.Error(Codes.TriggerInputs, (trigger["name"] ?? trigger).At,
                    $"the input `{missing.Name.Value}` has no default, and this trigger gives it no value: its runs would not start",
                    $"add inputs: {{ {missing.Name.Value}: … }} to the trigger");
            }
        }
    }
}
