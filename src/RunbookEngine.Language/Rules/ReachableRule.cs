using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1212: a step that no run can reach.</summary>
internal static class ReachableRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var place in context.Tree.All)
        {
            if (place.Step.Modifier("when") is { } when && when.Text?.Replace("${{", "").Replace("}}", "").Trim() == "false")
                yield return Diagnostic.Warning(Codes.Unreachable, when.At, $"{place.Step.Title} never runs: its condition is always false", "remove the step");
            if (Modes(place) is { Count: > 0 } own && place.Upwards.Skip(1).FirstOrDefault(p => Modes(p).Count > 0 && !Modes(p).Overlaps(own)) is { } outer)
            {
                yield return Diagnostic.Error(Codes.Unreachable, place.Step.Modifier("modes")!.At,
                    $"{place.Step.Title} never runs: {outer.Step.Title} around it belongs to other modes ({string.Join(", ", Modes(outer))})",
                    "the modes of a step inside must be among those around it");
            }
        }
    }

    private static HashSet<string> Modes(StepPlace place) => [.. Nodes.OneOrMany(place.Step.Modifier("modes")).Select(m => m.Text).OfType<string>()];
}
