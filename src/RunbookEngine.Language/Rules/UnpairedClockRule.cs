using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1613: a clock that is started and never stopped, or stopped and never started.</summary>
internal static class UnpairedClockRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var (started, stopped) = (new Dictionary<string, DocumentNode>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var measure in context.Places.Where(p => p.UndoOf is null).Select(p => p.Step.Modifier("measure")).OfType<MapNode>())
        {
            if (measure["start"] is { Text: { } start } starting && !Nodes.HasExpression(starting))
                started.TryAdd(start, starting);
            if (measure["stop"] is not { Text: { } stop } stopping || Nodes.HasExpression(stopping))
                continue;
            stopped.Add(stop);
            if (!started.ContainsKey(stop))
                yield return Diagnostic.Warning(Codes.UnpairedClock, stopping.At, $"no step before starts the clock `{stop}`, so nothing is measured", Suggestion.For(stop, started.Keys) ?? $"add measure: {{ start: {stop} }} to the step it begins with");
        }

        foreach (var (name, node) in started.Where(s => !stopped.Contains(s.Key)))
            yield return Diagnostic.Warning(Codes.UnpairedClock, node.At, $"no step stops the clock `{name}`, so nothing is measured", $"add measure: {{ stop: {name} }} to the step it ends with");
    }
}
