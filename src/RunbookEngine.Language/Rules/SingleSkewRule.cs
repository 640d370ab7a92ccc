using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Targets;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1336: a bound on the time between splits where there is one split.</summary>
internal static class SingleSkewRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        let bound = place.Step.Argument("maxSkew")
        where bound is not null && context.On(place) is { } on
            && (on.HasPair || on.Kind == OnKind.CopyGroup || on.Target is { } target && on.Kind == OnKind.Target && target.CopyGroups is [var only] && !Glob.IsPattern(only.Raw))
        select Diagnostic.Warning(Codes.SingleSkew, bound.At, "one copy group is split by one request; `maxSkew` bounds the time between several",
            "name a target with several copy groups, or remove it");
}
