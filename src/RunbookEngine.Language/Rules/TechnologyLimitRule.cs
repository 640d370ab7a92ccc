using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1322: a value that the technology of the target does not take.</summary>
/// <remarks>Source: REST API guide MK-98RD9014, creating pairs: pvolMuNumber, consistencyGroupId.</remarks>
internal static class TechnologyLimitRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context)
    {
        foreach (var place in context.Places.Where(p => p.Step.Verb!.Name == "pair.create"))
        {
            var technology = context.On(place)?.Technology;
            if (technology == Technology.ShadowImage && place.Step.Argument("mirrorUnit") is { } unit && Nodes.Integer(unit) > 2)
                yield return Diagnostic.Error(Codes.TechnologyLimit, unit.At, $"ShadowImage has the mirror units 0 to 2, not {unit.Text}", "write 0, 1 or 2");
            if (technology == Technology.UniversalReplicator && place.Step.Argument("consistencyGroup") is { } group && Nodes.Boolean(group) is not null)
            {
                yield return Diagnostic.Error(Codes.TechnologyLimit, group.At, "Universal Replicator pairs are always in a consistency group",
                    "write its id, or leave `consistencyGroup` out");
            }
        }
    }
}
