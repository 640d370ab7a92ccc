using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;

namespace RunbookEngine.Language.Rules;

/// <summary>The triggers of a runbook, as written.</summary>
internal static class TriggerNodes
{
    public static IEnumerable<MapNode> Of(Runbook runbook) => ((runbook.Root["triggers"] as ListNode)?.Items ?? []).OfType<MapNode>();
}
