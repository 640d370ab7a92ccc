using NJsonSchema;
using NJsonSchema.Validation;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Shape;

/// <summary>Compares a document with a JSON Schema and reports in the author's terms, at the author's positions.</summary>
internal static class SchemaCheck
{
    public static IEnumerable<Diagnostic> Check(DocumentNode root, JsonSchema schema)
    {
        var (token, nodes) = DocumentTokens.Read(root);
        return Leaves(schema.Validate(token), nodes)
            .Select(error => ShapeFindings.Of(error, NodeOf(error, nodes)))
            .Take(DocumentLimits.Findings);
    }

    private static DocumentNode NodeOf(ValidationError error, IReadOnlyList<DocumentNode> nodes) =>
        nodes[Math.Clamp(error.LineNumber, 0, nodes.Count - 1)];

    private static IEnumerable<ValidationError> Leaves(IEnumerable<ValidationError> errors, IReadOnlyList<DocumentNode> nodes) =>
        errors.SelectMany(error => error switch
        {
            ChildSchemaValidationError { Kind: ValidationErrorKind.NotAnyOf } choice => Branch(choice, NodeOf(choice, nodes)) is { } branch
                ? Leaves(branch, nodes)
                : [choice],
            ChildSchemaValidationError nested => Leaves(nested.Errors.Values.SelectMany(e => e), nodes),
            MultiTypeValidationError types => TypeErrors(types, NodeOf(types, nodes)) is { } inner ? Leaves(inner, nodes) : [types],
            // What is missing in something that is no map has been said by saying so.
            { Kind: ValidationErrorKind.PropertyRequired } when NodeOf(error, nodes) is not MapNode => [],
            _ => [error],
        });

    /// <summary>The complaints of the alternative that the author meant; null when none fits what is written.</summary>
    private static IEnumerable<ValidationError>? Branch(ChildSchemaValidationError choice, DocumentNode node) => node switch
    {
        MapNode map => choice.Errors.Where(e => Accepts(e.Key, JsonObjectType.Object))
            .OrderByDescending(e => e.Key.ActualSchema.RequiredProperties.Count(key => map[key] is not null))
            .ThenBy(e => e.Value.Count(v => v.Kind == ValidationErrorKind.NoAdditionalPropertiesAllowed))
            .ThenBy(e => e.Value.Count)
            .Select(e => e.Value).FirstOrDefault(),
        ListNode => choice.Errors.Where(e => Accepts(e.Key, JsonObjectType.Array)).Select(e => e.Value).FirstOrDefault(),
        _ => null,
    };

    private static bool Accepts(JsonSchema schema, JsonObjectType type) => schema.ActualSchema.Type.HasFlag(type);

    /// <summary>Of a schema with several types: the complaints of the type that is there; null when that type is not among them.</summary>
    private static IEnumerable<ValidationError>? TypeErrors(MultiTypeValidationError error, DocumentNode node)
    {
        var written = node switch
        {
            MapNode => JsonObjectType.Object,
            ListNode => JsonObjectType.Array,
            ScalarNode { Value: ScalarValue.Integer } when error.Errors.ContainsKey(JsonObjectType.Integer) => JsonObjectType.Integer,
            ScalarNode { Value: ScalarValue.Integer or ScalarValue.Number } => JsonObjectType.Number,
            ScalarNode { Value: ScalarValue.Boolean } => JsonObjectType.Boolean,
            ScalarNode { Value: ScalarValue.Null } => JsonObjectType.Null,
            _ => JsonObjectType.String,
        };
        return error.Errors.TryGetValue(written, out var errors) && errors.Count > 0 ? errors : null;
    }
}
