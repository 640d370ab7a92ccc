using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1508: a step after the point of no return counts on a rollback of what came before it.</summary>
internal static class PivotRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var pivots = context.Places.Where(p => p.Section == RunbookSection.Steps && Nodes.IsTrue(p.Step.Modifier("pivot"))).ToList();
        foreach (var place in context.Places)
        {
            if (place.Step.Modifier("onFailure") is { Text: "rollback" } policy && pivots.FirstOrDefault(p => p == place || p.OrderTo(place) == Order.Before) is { } pivot)
            {
                yield return Diagnostic.Error(Codes.RollbackPastPivot, policy.At,
                    pivot == place ? "a rollback cannot take back the pivot itself or what came before it"
                        : $"a rollback from here ends at the pivot {pivot.Step.Title} (line {pivot.Step.At.Line}): what came before it stays",
                    "write hold, so that a person decides, or abort");
            }
        }
    }
}
