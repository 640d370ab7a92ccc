using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Targets;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1336: a bound on the time between splits where there is one split.</summary>
internal static class SingleSkewRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var place in context.Places)
        {
            if (place.Step.Argument("maxSkew") is { } bound && context.On(place) is { } named && IsSingle(named))
            {
                yield return Diagnostic.Warning(Codes.SingleSkew, bound.At, "one copy group is split by one request; `maxSkew` bounds the time between several",
                    "name a target with several copy groups, or remove it");
            }
        }
    }

    private static bool IsSingle(OnReference named) => named.HasPair || named.Kind == OnKind.CopyGroup
        || (named is { Kind: OnKind.Target, Target.CopyGroups: [var only] } && !Glob.IsPattern(only.Raw));
}
