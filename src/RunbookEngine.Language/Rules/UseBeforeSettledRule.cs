using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Targets;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1526: a step acts on pairs that an operation without a wait is still moving.</summary>
internal static class UseBeforeSettledRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var moving = new Dictionary<TargetDefinition, StepPlace>();
        foreach (var place in context.Places.Where(p => p.UndoOf is null && context.On(p)?.Target is not null))
        {
            var target = context.On(place)!.Target!;
            if (place.Step.Verb!.Name == "pair.wait")
                moving.Remove(target);
            else if (place.Step.Verb.Action is not null && moving.TryGetValue(target, out var mover) && Meet(context.On(mover)!, context.On(place)!))
            {
                yield return Diagnostic.Warning(Codes.UseBeforeSettled, place.Step.At,
                    $"{place.Step.Title} acts on pairs that {mover.Step.Title} (line {mover.Step.At.Line}) is still moving: it has wait: none", "put a pair.wait between them");
            }

            if (place.Step.Verb.Action is not null)
            {
                if (place.Step.Modifier("wait") is { Text: "none" })
                    moving[target] = place;
                else
                    moving.Remove(target);
            }
        }
    }

    private static bool Meet(OnReference a, OnReference b) => a.CopyGroup is null || b.CopyGroup is null || a.CopyGroup == b.CopyGroup;
}
