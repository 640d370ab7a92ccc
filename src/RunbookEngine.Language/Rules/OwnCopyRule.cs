using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Values;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1318: a copy of a volume onto itself.</summary>
internal static class OwnCopyRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) =>
        from place in context.Places
        where place.Step.Verb!.Name == "pair.create" && context.On(place)?.Technology is Technology.ShadowImage or Technology.ThinImage
        from pair in Nodes.OneOrMany(place.Step.Argument("pairs")).OfType<MapNode>()
        let svol = pair["svol"]
        where !Nodes.HasExpression(svol) && LdevText.TryParse(svol?.Text) is { } copy && copy == LdevText.TryParse(pair["pvol"]?.Text)
        select Diagnostic.Error(Codes.OwnCopy, svol!.At, $"P-VOL and S-VOL are the same volume, LDEV `{svol!.Text}`", "name the volume that takes the copy");
}
