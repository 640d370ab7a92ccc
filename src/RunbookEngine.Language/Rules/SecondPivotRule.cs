using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1528: more than one point of no return.</summary>
internal static class SecondPivotRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var pivots = context.Places.Where(p => p.Section == RunbookSection.Steps && p.UndoOf is null && Nodes.IsTrue(p.Step.Modifier("pivot"))).ToList();
        // Each mode and each branch may have its own.
        return pivots.Skip(1).Where(p => pivots[0].OrderTo(p) == Order.Before && !p.Upwards.Concat(pivots[0].Upwards).Any(u => u.Step.Modifier("modes") is not null || u.Step.Modifier("when") is not null))
            .Select(p => Diagnostic.Warning(Codes.SecondPivot, p.Step.Node.Entry("pivot")!.Key.At,
                $"{pivots[0].Step.Title} (line {pivots[0].Step.At.Line}) is the point of no return already: after it nothing is rolled back anyway", "keep the first one that cannot be taken back"));
    }
}
