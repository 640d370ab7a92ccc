using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1337: LU paths of P-VOLs are changed, and nobody said that this is meant.</summary>
internal static class MappedPvolRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Name is "volume.map" or "volume.unmap"
        let side = place.Step.Argument("side")
        where side?.Text == "pvol" && place.Step.Argument("allowPvol") is var allowed && (allowed is null || Nodes.Boolean(allowed) == false)
        select Diagnostic.Error(Codes.MappedPvol, side.At, "these are the volumes that production hosts use",
            "write side: svol, or say that it is meant: allowPvol: true");
}
