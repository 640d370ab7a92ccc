using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1217: a trigger starts a mode that no step belongs to, in a runbook that tells modes apart.</summary>
internal static class TriggerModeRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var modes = context.Tree.All.SelectMany(p => Nodes.OneOrMany(p.Step.Modifier("modes"))).Select(m => m.Text).OfType<string>().ToHashSet();
        return modes.Count == 0 ? [] : TriggerNodes.Of(context.Runbook).Select(t => t["mode"]).OfType<ScalarNode>().Where(m => m.Text is not null && !modes.Contains(m.Raw))
            .Select(m => Diagnostic.Warning(Codes.TriggerMode, m.At, $"no step belongs to the mode `{m.Raw}`: the run would do only what every mode does",
                $"modes of the steps: {string.Join(", ", modes.Order(StringComparer.Ordinal))}"));
    }
}
