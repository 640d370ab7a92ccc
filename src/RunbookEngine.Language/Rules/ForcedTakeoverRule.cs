using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1524: a takeover that gives up the link, in runs that are no disaster.</summary>
internal static class ForcedTakeoverRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Acting
        where place.Step.Verb!.Name == "pair.takeover" && place.Step.Argument("mode")?.Text == "force"
            && !place.Upwards.Any(u => Nodes.OneOrMany(u.Step.Modifier("modes")) is { Count: > 0 } modes && modes.All(m => m.Text == "disaster"))
        select Diagnostic.Warning(Codes.ForcedTakeover, place.Step.Argument("mode")!.At,
            "a forced takeover splits the mirrors without the other site, and what was on its way there is lost",
            "add modes: [disaster] to the step, or write mode: auto");
}
