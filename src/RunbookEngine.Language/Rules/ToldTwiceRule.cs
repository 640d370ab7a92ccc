using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1610: the same message to the same people twice.</summary>
internal static class ToldTwiceRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var told = new Dictionary<string, StepPlace>(StringComparer.Ordinal);
        foreach (var place in context.Places.Where(p => p.Step.Verb!.Name == "notify" && p.UndoOf is null && !p.Upwards.Any(u => u.Step.Modifier("modes") is not null || u.Step.Modifier("when") is not null)))
        {
            // A message with an expression may read differently the second time.
            if (place.Step.Argument("message") is not { Text: { } message } written || Nodes.HasExpression(written))
                continue;
            var key = string.Join(',', Nodes.OneOrMany(place.Step.Argument("to")).Select(t => t.Text).Order(StringComparer.Ordinal)) + "\n" + message;
            if (!told.TryAdd(key, place))
                yield return Diagnostic.Warning(Codes.ToldTwice, place.Step.At, $"{told[key].Step.Title} (line {told[key].Step.At.Line}) has told the same people the same", "say what is new, or remove one");
        }
    }
}
