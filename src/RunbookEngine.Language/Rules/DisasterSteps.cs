using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Model;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>What a runbook does in mode <c>disaster</c>, and which array is gone by then as far as the runbook tells.</summary>
internal static class DisasterSteps
{
    private const string Disaster = "disaster";

    /// <summary>Pair steps that run in mode disaster; none when the runbook has no step of that mode.</summary>
    public static IEnumerable<StepPlace> Of(RuleContext context) =>
        context.Tree.All.Any(p => Modes(p).Contains(Disaster) && Runs(p))
            ? context.Places.Where(p => p.UndoOf is null && p.Step.Verb!.IsPair && Runs(p))
            : [];

    /// <summary>Production's array: the one that a <c>pvolAt</c> names, else the one that the target of the takeover names first.</summary>
    /// <param name="told">False when it is only taken to be so.</param>
    public static string? Production(RuleContext context, out bool told)
    {
        var named = context.Places.Where(p => p.Step.Verb!.Name is "pair.assert" && context.On(p)?.Technology?.IsRemote() != false)
            .Select(p => p.Step.Argument("pvolAt")).FirstOrDefault(n => n?.Text is not null && !Nodes.HasExpression(n));
        told = named is not null;
        return named?.Text ?? Of(context).Where(IsTakeover).Select(p => context.On(p)?.Target?.Array?.Value).FirstOrDefault(a => a is not null);
    }

    public static bool IsTakeover(StepPlace place) =>
        place.Step.Verb!.Action is PairAction.Takeover || (place.Step.Verb.Action is PairAction.Split && Nodes.IsTrue(place.Step.Argument("swap")));

    /// <summary>A condition over the mode decides for itself.</summary>
    private static bool Runs(StepPlace place) => place.Upwards.All(u =>
        (Modes(u) is { Count: 0 } || Modes(u).Contains(Disaster)) && u.Step.Modifier("when")?.Text?.Contains("run.mode", StringComparison.Ordinal) != true);

    private static HashSet<string> Modes(StepPlace place) => [.. Nodes.OneOrMany(place.Step.Modifier("modes")).Select(m => m.Text).OfType<string>()];
}
