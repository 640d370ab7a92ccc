using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Model;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Binding;

/// <summary>Reads values out of document nodes; null for what has another shape.</summary>
internal static class Nodes
{
    public static IEnumerable<MapEntry> Entries(DocumentNode? node) => (node as MapNode)?.Entries ?? [];

    /// <summary>The items of a list, or the one thing that stands for a list of it.</summary>
    public static IReadOnlyList<DocumentNode> OneOrMany(DocumentNode? node) => node switch
    {
        null => [],
        ListNode list => list.Items,
        _ => [node],
    };

    public static Located<string>? Text(DocumentNode? node) => node?.Text is { } text ? new(text, node.At) : null;

    public static bool? Boolean(DocumentNode? node) => node is ScalarNode { Value: ScalarValue.Boolean b } ? b.Value : null;

    public static int? Integer(DocumentNode? node) =>
        node is ScalarNode { Value: ScalarValue.Integer i } && i.Value >= int.MinValue && i.Value <= int.MaxValue ? (int)i.Value : null;

    public static Located<double>? Number(DocumentNode? node) => node switch
    {
        ScalarNode { Value: ScalarValue.Integer i } => new((double)i.Value, node.At),
        ScalarNode { Value: ScalarValue.Number n } => new(n.Value, node.At),
        _ => null,
    };

    /// <summary>A duration that is written out; null for an expression, for absence, and for what is none.</summary>
    public static TimeSpan? Duration(DocumentNode? node) => HasExpression(node) ? null : DurationText.TryParse(node?.Text);

    /// <summary>A boolean written out as true; expressions and absence are false.</summary>
    public static bool IsTrue(DocumentNode? node) => Boolean(node) == true;

    public static bool HasExpression(DocumentNode? node) => node?.Text?.Contains("${{", StringComparison.Ordinal) == true;

    /// <summary>This node and every node below it, keys left out.</summary>
    public static IEnumerable<DocumentNode> Walk(DocumentNode node) => node switch
    {
        MapNode map => map.Entries.SelectMany(e => Walk(e.Value)).Prepend(node),
        ListNode list => list.Items.SelectMany(Walk).Prepend(node),
        _ => [node],
    };
}
