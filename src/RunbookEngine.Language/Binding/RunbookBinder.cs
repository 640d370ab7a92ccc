using System.Collections.Immutable;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Plans;
using RunbookEngine.Replication.Vocabulary;

namespace RunbookEngine.Language.Binding;

/// <summary>Document to model. Takes what has the right shape and leaves out the rest, which the schema has reported.</summary>
internal static class RunbookBinder
{
    public static Runbook Bind(string file, MapNode root) => new()
    {
        File = file,
        Root = root,
        Name = Nodes.Text(root["name"]),
        Description = root["description"]?.Text,
        Inputs = [.. Nodes.Entries(root["inputs"]).Select(Input)],
        Targets = [.. Nodes.Entries(root["targets"]).Select(Target)],
        Objectives = root["objectives"] as MapNode,
        OnFailure = Policy(root["onFailure"]),
        Steps = StepBinder.Bind(root["steps"]),
        Cleanup = StepBinder.Bind(root["cleanup"]),
        Finally = StepBinder.Bind(root["finally"]),
    };

    public static Located<FailurePolicy>? Policy(DocumentNode? node) => node?.Text switch
    {
        "rollback" => new(FailurePolicy.Rollback, node.At),
        "hold" => new(FailurePolicy.Hold, node.At),
        "abort" => new(FailurePolicy.Abort, node.At),
        _ => null,
    };

    private static InputDefinition Input(MapEntry entry)
    {
        var map = entry.Value as MapNode;
        var type = Enum.TryParse<InputType>(map?["type"]?.Text, ignoreCase: true, out var named) ? named : InputType.String;
        return new InputDefinition(new(entry.Key.Raw, entry.Key.At), type)
        {
            Description = map?["description"]?.Text,
            Required = Nodes.Boolean(map?["required"]) ?? true,
            Default = map?["default"],
            Enum = (map?["enum"] as ListNode)?.Items ?? [],
            Minimum = Nodes.Number(map?["minimum"]),
            Maximum = Nodes.Number(map?["maximum"]),
            Pattern = Nodes.Text(map?["pattern"]),
            Multiline = Nodes.IsTrue(map?["multiline"]),
        };
    }

    private static TargetDefinition Target(MapEntry entry)
    {
        var map = entry.Value as MapNode;
        var technology = map?["technology"] is ScalarNode { Raw: var name, At: var at } && TechnologyNames.FromRunbook(name) is { } known
            ? new Located<Technology>(known, at)
            : null;
        return new TargetDefinition(new(entry.Key.Raw, entry.Key.At))
        {
            Technology = technology,
            Array = Nodes.Text(map?["array"]),
            RemoteArray = Nodes.Text(map?["remoteArray"]),
            CopyGroups = [.. ((map?["copyGroups"] as ListNode)?.Items ?? []).OfType<ScalarNode>()],
        };
    }
}
