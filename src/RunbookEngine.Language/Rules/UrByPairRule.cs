using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1504: Universal Replicator operated on a single pair, which breaks the consistency of its mirror.</summary>
internal static class UrByPairRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Action is not (null or PairAction.Create or PairAction.Delete)
        let acted = context.On(place)
        where acted is { HasPair: true, Technology: Technology.UniversalReplicator }
        select Diagnostic.Error(Codes.UrByPair, acted.Node.At,
            "Universal Replicator is operated by copy group: a pair suspended alone is not consistent with the rest of its mirror", "name the copy group without the pair");
}
