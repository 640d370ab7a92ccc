using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1316: a retry that never retries, or whose longest pause is shorter than its first.</summary>
internal static class RetryRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var retry in context.Places.Select(p => p.Step.Modifier("retry")).OfType<MapNode>())
        {
            if (Nodes.Integer(retry["attempts"]) == 1)
                yield return Diagnostic.Warning(Codes.Retry, retry["attempts"]!.At, "one try in all is no retry", "attempts counts the first try too: write 2 or more, or remove `retry`");
            if (Nodes.Duration(retry["maxDelay"]) < (Nodes.Duration(retry["delay"]) ?? TimeSpan.FromSeconds(10)) && !Nodes.HasExpression(retry["delay"]))
            {
                yield return Diagnostic.Warning(Codes.Retry, retry["maxDelay"]!.At,
                    $"the longest pause, {retry["maxDelay"]!.Text}, is shorter than the first, {retry["delay"]?.Text ?? "10s"}", "make `maxDelay` the longer one");
            }
        }
    }
}
