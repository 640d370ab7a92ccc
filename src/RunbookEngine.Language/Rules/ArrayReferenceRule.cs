using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1206: an alias that the environment does not have.</summary>
internal static class ArrayReferenceRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        if (context.Environment is not { } environment)
            return [];
        var written = context.Runbook.Targets.SelectMany(t => new[] { t.Array, t.RemoteArray })
            .Concat(context.Places.SelectMany(p => new[] { "pvolAt", "readOnlyAt" }.Select(name => Nodes.Text(p.Step.Argument(name)))))
            .OfType<Located<string>>();
        return written
            .Where(a => !a.Value.Contains("${{", StringComparison.Ordinal) && !environment.Arrays.ContainsKey(a.Value))
            .Select(a => Diagnostic.Error(Codes.UnknownArray, a.At, $"the environment `{environment.Name}` has no array `{a.Value}`",
                Suggestion.For(a.Value, environment.Arrays.Keys) ?? $"arrays: {string.Join(", ", environment.Arrays.Keys)}"));
    }
}
