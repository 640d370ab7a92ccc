using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Targets;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1513: what a creation cannot do without.</summary>
internal static class CreateRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        context.Places.Where(p => p.Step.Verb!.Name == "pair.create").SelectMany(p => Check(p.Step, context.On(p)));

    private static IEnumerable<Diagnostic> Check(Step step, OnReference? on)
    {
        var pairs = ((step.Argument("pairs") as ListNode)?.Items ?? []).OfType<MapNode>().ToList();
        foreach (var again in pairs.Select(p => p["name"]).OfType<ScalarNode>().GroupBy(n => n.Raw, StringComparer.Ordinal).SelectMany(g => g.Skip(1)))
            yield return Error(again.At, $"the pair `{again.Raw}` is named twice");
        if (on is { Kind: OnKind.Target, Target.CopyGroups: var groups } && (groups.Length != 1 || Glob.IsPattern(groups[0].Raw)))
        {
            yield return Error(on.Node.At, $"the target `{on.Target!.Name.Value}` does not say which copy group to make",
                "name the copy group, or a target that lists exactly one name");
        }

        if (on is { HasPair: true })
            yield return Error(on.Node.At, "pairs to make are named under `pairs`, not in `on`");
        if (on?.Technology is not { } technology)
            yield break;
        if (technology != Technology.ThinImage)
        {
            foreach (var pair in pairs.Where(p => p["svol"] is null && p["name"] is not null))
                yield return Error(pair["name"]!.At, $"a {technology.RunbookName()} pair needs its `svol`");
        }

        var needed = technology switch { Technology.GlobalActiveDevice => "quorumDisk", Technology.ThinImage => "pool", _ => null };
        if (needed is not null && step.Argument(needed) is null)
            yield return Error(step.At, $"{technology.RunbookName()} needs `{needed}`");
    }

    private static Diagnostic Error(SourceSpan at, string message, string? help = null) => Diagnostic.Error(Codes.CreateNeeds, at, message, help);
}
