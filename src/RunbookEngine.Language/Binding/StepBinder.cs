using System.Collections.Immutable;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Verbs;

namespace RunbookEngine.Language.Binding;

/// <summary>Lists of steps, with what is inside containers and rollbacks.</summary>
internal static class StepBinder
{
    public static ImmutableArray<Step> Bind(DocumentNode? list) =>
        [.. ((list as ListNode)?.Items ?? []).OfType<MapNode>().Select(Step)];

    private static Step Step(MapNode node)
    {
        var verbs = node.Entries.Where(e => VerbCatalog.Find(e.Key.Raw) is not null).ToImmutableArray();
        var verb = verbs is [var only] ? VerbCatalog.Find(only.Key.Raw) : null;
        return new Step
        {
            Node = node,
            Id = Nodes.Text(node["id"]),
            VerbKeys = verbs,
            Verb = verb,
            Branches = verb?.Name switch
            {
                "group" => [new Branch(null, Bind(verbs[0].Value is MapNode map ? map["steps"] : verbs[0].Value))],
                "parallel" => Parallel(verbs[0].Value),
                _ => [],
            },
            Undo = node["rollback"] switch
            {
                MapNode map when map["none"] is null => [Step(map)],
                ListNode list => Bind(list),
                _ => [],
            },
        };
    }

    private static ImmutableArray<Branch> Parallel(DocumentNode node) => node switch
    {
        MapNode map => [.. Nodes.Entries(map["branches"]).Select(e => new Branch(new(e.Key.Raw, e.Key.At), Bind(e.Value)))],
        ListNode list => [.. list.Items.Select((item, i) => Unnamed(item, i + 1))],
        _ => [],
    };

    // A branch without a name is called after its first step, so that reports can name it.
    private static Branch Unnamed(DocumentNode item, int number)
    {
        ImmutableArray<Step> steps = item is MapNode map ? [Step(map)] : Bind(item);
        return new Branch(steps is [{ Id: { } id }, ..] ? id : new($"branch-{number}", item.At), steps);
    }
}
