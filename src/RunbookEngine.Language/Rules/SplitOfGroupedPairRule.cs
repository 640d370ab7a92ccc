using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Targets;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1519: a single pair of a consistency group is split, so that its volumes are no common point in time.</summary>
internal static class SplitOfGroupedPairRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var grouped = context.Acting.Where(p => p.Step.Verb!.Name == "pair.create" && p.Step.Argument("consistencyGroup") is { } group && Nodes.Boolean(group) != false)
            .Select(p => Name(context.On(p))).OfType<string>().ToHashSet(StringComparer.Ordinal);
        // Universal Replicator is refused by pair altogether.
        return grouped.Count == 0 ? [] : context.Acting
            .Where(p => p.Step.Verb!.Action == PairAction.Split && context.On(p) is { HasPair: true, Technology: not Technology.UniversalReplicator, CopyGroup: { } name } && grouped.Contains(name))
            .Select(p => Diagnostic.Warning(Codes.SplitOfGroupedPair, context.On(p)!.Node.At,
                "this pair is in a consistency group: split alone, it is no common point in time with the others", "name the copy group without the pair"));
    }

    private static string? Name(OnReference? on) => on?.CopyGroup ?? (on is { Kind: OnKind.Target, Target.CopyGroups: [var only] } ? only.Raw : null);
}
