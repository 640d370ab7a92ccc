using System.Text.RegularExpressions;
using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Targets;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1205: nothing uses a target, yet the run locks its copy groups.</summary>
internal static class UnusedTargetRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        // Steps that could not be read may well use it.
        if (context.Tree.All.IsEmpty)
            return [];
        var references = context.Places.Select(context.On).Where(on => on is not null).ToList();
        var mentioned = context.Tree.All.SelectMany(p => Nodes.Walk(p.Step.Node)).Select(n => n.Text)
            .Where(t => t is not null).Select(t => t!).ToHashSet(StringComparer.Ordinal);
        return context.Runbook.Targets
            .Where(t => !references.Any(on => on!.Target == t || on.Kind != OnKind.Target && on.Target is null)
                && !mentioned.Any(text => Mentions(text, t.Name.Value)))
            .Select(t => Diagnostic.Warning(Codes.UnusedTarget, t.Name.At, $"nothing uses the target `{t.Name.Value}`",
                "remove it: a run locks the copy groups of all its targets"));
    }

    private static bool Mentions(string text, string name) =>
        text.Contains(name, StringComparison.Ordinal) && Regex.IsMatch(text, $@"(^|[^\w.]|targets\.|targets\[""){Regex.Escape(name)}\b", RegexOptions.None);
}
