using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1620: an objective that the runbook cannot measure. A runbook that only looks at pairs achieves no objective and is let be.</summary>
internal static class UnmeasuredObjectiveRule
{
    private static readonly string[] Looks = ["pair.assert", "pair.snapshot", "pair.wait", "checkpoint"];

    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        if (context.Runbook.Objectives is not { } objectives || !context.Acting.Any())
            return [];
        var places = context.Places.Where(p => p.UndoOf is null).ToList();
        return Rto(objectives, places).Concat(Rpo(context, objectives, places));
    }

    /// <summary>A clock that has only one end is RB1613.</summary>
    private static IEnumerable<Diagnostic> Rto(MapNode objectives, List<StepPlace> places)
    {
        if (objectives["rto"] is { } rto && !places.Any(p => Measure(p)?["start"]?.Text == "rto" || Measure(p)?["stop"]?.Text == "rto"))
            yield return Diagnostic.Warning(Codes.UnmeasuredObjective, rto.At, "no step starts and stops the clock `rto`, so the report cannot say whether this objective was met",
                "add measure: { start: rto } to the step the recovery begins with, and measure: { stop: rto } to the one that shows that the application works");
    }

    private static IEnumerable<Diagnostic> Rpo(RuleContext context, MapNode objectives, List<StepPlace> places)
    {
        if (objectives["rpo"] is not { } rpo)
            yield break;
        var marked = places.Where(p => Measure(p)?["rpo"] is not null).ToList();
        if (!marked.Any(p => p.Step.Verb!.Action is not null))
        {
            yield return Diagnostic.Warning(Codes.UnmeasuredObjective, rpo.At, "no pair operation marks the recovery point, so the report cannot say whether this objective was met",
                "add measure: { rpo: splitTime } to the step that splits or takes over the pairs");
            yield break;
        }

        foreach (var place in marked.Where(p => context.On(p)?.Technology == Technology.UniversalReplicator && !places.Any(l => Looks.Contains(l.Step.Verb!.Name) && l.OrderTo(p) == Order.Before)))
            yield return Diagnostic.Warning(Codes.UnmeasuredObjective, Measure(place)!["rpo"]!.At,
                "the age of the data cannot be told in seconds: no step before looks at the mirrors, and the journals tell only how much is waiting",
                "look at them before: pair.assert or pair.snapshot on the same target, as an earlier step");
    }

    private static MapNode? Measure(StepPlace place) => place.Step.Modifier("measure") as MapNode;
}
