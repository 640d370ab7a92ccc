using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Environments;

/// <summary>RB1809: an environment of real arrays in which runbooks may touch every copy group.</summary>
internal static class OpenFenceCheck
{
    public static IEnumerable<Diagnostic> Check(MapNode root)
    {
        if (root["fence"] is MapNode fence && Nodes.OneOrMany(fence["allow"]).Count > 0)
            yield break;
        // Arrays on this machine are simulated ones.
        var endpoints = Nodes.Entries(root["arrays"]).Select(a => a.Value).OfType<MapNode>()
            .SelectMany(a => Nodes.OneOrMany(a["endpoint"]).Concat(Nodes.OneOrMany(a["endpoints"])));
        if (endpoints.Any(e => Uri.TryCreate(e.Text, UriKind.Absolute, out var uri) && !uri.IsLoopback))
        {
            yield return Diagnostic.Warning(Codes.OpenFence, (root.Entry("fence") ?? root.Entry("arrays"))!.Key.At,
                "no `fence.allow`: a runbook may touch every copy group of these arrays", "add fence: { allow: [\"erp-*\"] } with the groups that runbooks are for");
        }
    }
}
