using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1527: a point of no return at a step that changes nothing.</summary>
internal static class PivotChangesNothingRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where Nodes.IsTrue(place.Step.Modifier("pivot")) && !place.Step.Verb!.IsContainer && !RollbackRule.Changes(place.Step)
        select Diagnostic.Warning(Codes.PivotChangesNothing, place.Step.Node.Entry("pivot")!.Key.At,
            $"`{place.Step.Verb!.Name}` changes nothing, so it is no point of no return; yet nothing before it is rolled back any more",
            "write pivot: true on the step that cannot be taken back");
}
