using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1541: a takeover that gives up the link, with nobody asked before it.</summary>
internal static class ForcedTakeoverUngatedRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Acting
        where place.Step.Verb!.Name == "pair.takeover" && place.Step.Argument("mode")?.Text == "force" && !context.Places.Any(p => IsGateBefore(p, place))
        select Diagnostic.Warning(Codes.ForcedTakeoverUngated, place.Step.Argument("mode")!.At,
            "nobody is asked before this forced takeover: if production still writes, two sites write to the same data",
            "put an approve, a manual or a ticket.require step before it, in the modes it runs in");

    private static bool IsGateBefore(StepPlace gate, StepPlace place) =>
        gate.UndoOf is null && gate.Step.Verb!.Name is "approve" or "manual" or "ticket.require"
        && Covers(gate, place) && gate.OrderTo(place) == Order.Before && gate.Upwards.All(u => u.Step.Modifier("when") is null);

    /// <summary>The gate stands in every mode in which the takeover does.</summary>
    private static bool Covers(StepPlace gate, StepPlace place)
    {
        var (asked, taken) = (Modes(gate), Modes(place));
        return asked is null || (taken is not null && taken.All(asked.Contains));
    }

    /// <summary>Null: all of them.</summary>
    private static IReadOnlyList<string?>? Modes(StepPlace place) =>
        place.Upwards.Select(u => Nodes.OneOrMany(u.Step.Modifier("modes")).Select(m => m.Text).ToList()).FirstOrDefault(m => m.Count > 0);
}
