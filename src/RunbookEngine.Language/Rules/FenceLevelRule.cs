using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1532: a mirror that stops production when its link fails.</summary>
/// <remarks>Source: TrueCopy User Guide MK-98RD9022, fence level options.</remarks>
internal static class FenceLevelRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Name is "pair.create" or "pair.resync"
        let level = place.Step.Argument("fenceLevel")
        where level?.Text is "data"
        select Diagnostic.Warning(Codes.FenceLevel, level.At, "with fence level data, P-VOLs refuse writes as soon as the link or the other array fails",
            "write never or status, unless production must rather stop than run unprotected");
}
