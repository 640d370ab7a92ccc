using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1531: pairs are broken off, and the next resynchronisation copies everything.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, splitting ShadowImage pairs.</remarks>
internal static class ForceSuspendRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Name == "pair.split" && Nodes.IsTrue(place.Step.Argument("forceSuspend"))
        select Diagnostic.Warning(Codes.ForceSuspend, ((MapNode)place.Step.With!).Entry("forceSuspend")!.Key.At,
            "`forceSuspend` leaves PSUE on both sides: the copies cannot be used, and the next resync copies everything", "leave it out, unless the copying itself does harm");
}
