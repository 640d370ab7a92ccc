using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Shape;

/// <summary>Compares a document with a JSON Schema and reports in the author's terms, at the author's positions.</summary>
internal static class SchemaCheck
{
    public static IEnumerable<Diagnostic> Check(DocumentNode root, SchemaNode schema) =>
        Leaves(SchemaValidator.Validate(root, schema)).Select(ShapeFindings.Of).Take(DocumentLimits.Findings);

    private static IEnumerable<Violation> Leaves(IEnumerable<Violation> violations) => violations.SelectMany(violation => violation switch
    {
        { Kind: ViolationKind.NotAnyOf } => Branch(violation) is { } branch ? Leaves(branch) : [violation],
        { Branches: { } branches } => Leaves(branches.SelectMany(b => b.Violations)),
        { ByType: { } byType } => OfWritten(byType, violation.Node) is { } inner ? Leaves(inner) : [violation],
        // What is missing in something that is no map has been said by saying so.
        { Kind: ViolationKind.PropertyMissing, Node: not MapNode } => [],
        _ => [violation],
    });

    /// <summary>The complaints of the alternative that the author meant; null when none fits what is written.</summary>
    private static IReadOnlyList<Violation>? Branch(Violation choice) => choice.Node switch
    {
        MapNode map => choice.Branches!.Where(b => Accepts(b.Schema, SchemaTypes.Object))
            .OrderByDescending(b => b.Schema.Actual.Required.Count(key => map[key] is not null))
            .ThenBy(b => b.Violations.Count(v => v.Kind == ViolationKind.UnknownProperty))
            .ThenBy(b => b.Violations.Count)
            .Select(b => b.Violations).FirstOrDefault(),
        ListNode => choice.Branches!.Where(b => Accepts(b.Schema, SchemaTypes.Array)).Select(b => b.Violations).FirstOrDefault(),
        _ => null,
    };

    private static bool Accepts(SchemaNode schema, SchemaTypes type) => schema.Actual.Types.HasFlag(type);

    /// <summary>Of a schema with several types: the complaints of the type that is there; null when that type is not among them.</summary>
    private static IReadOnlyList<Violation>? OfWritten(IReadOnlyDictionary<SchemaTypes, IReadOnlyList<Violation>> byType, DocumentNode node)
    {
        var written = node switch
        {
            MapNode => SchemaTypes.Object,
            ListNode => SchemaTypes.Array,
            ScalarNode { Value: ScalarValue.Integer } when byType.ContainsKey(SchemaTypes.Integer) => SchemaTypes.Integer,
            ScalarNode { Value: ScalarValue.Integer or ScalarValue.Number } => SchemaTypes.Number,
            ScalarNode { Value: ScalarValue.Boolean } => SchemaTypes.Boolean,
            ScalarNode { Value: ScalarValue.Null } => SchemaTypes.Null,
            _ => SchemaTypes.String,
        };
        return byType.TryGetValue(written, out var violations) && violations.Count > 0 ? violations : null;
    }
}
