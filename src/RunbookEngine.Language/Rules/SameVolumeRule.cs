using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Values;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1317: one volume in two pairs that cannot both exist.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, creating pairs: an S-VOL belongs to one pair.</remarks>
internal static class SameVolumeRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        var secondaries = new Dictionary<(string Array, int Ldev), ScalarNode>();
        foreach (var place in context.Places.Where(p => p.Step.Verb!.Name == "pair.create" && p.UndoOf is null))
        {
            var target = context.On(place)?.Target;
            var primaries = new Dictionary<int, ScalarNode>();
            foreach (var pair in Nodes.OneOrMany(place.Step.Argument("pairs")).OfType<MapNode>())
            {
                // A P-VOL has one pair per mirror unit, and a copy group has one mirror unit; snapshots number themselves.
                if (target?.Technology?.Value is not (null or Technology.ThinImage) && Volume(pair["pvol"]) is { } primary && !primaries.TryAdd(primary, (ScalarNode)pair["pvol"]!))
                    yield return Error(pair["pvol"]!, primaries[primary], "is the P-VOL of another pair of this copy group");
                if (Volume(pair["svol"]) is { } secondary && !secondaries.TryAdd((target?.Name.Value ?? "", secondary), (ScalarNode)pair["svol"]!))
                    yield return Error(pair["svol"]!, secondaries[(target?.Name.Value ?? "", secondary)], "is the S-VOL of another pair");
            }
        }
    }

    private static int? Volume(DocumentNode? node) => node is ScalarNode && !Nodes.HasExpression(node) ? LdevText.TryParse(node.Text) : null;

    private static Diagnostic Error(DocumentNode again, DocumentNode first, string what) =>
        Diagnostic.Error(Codes.SameVolume, again.At, $"LDEV `{again.Text}` {what} (line {first.At.Line})", "give each pair volumes of its own");
}
