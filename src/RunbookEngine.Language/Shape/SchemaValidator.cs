using System.Globalization;
using RunbookEngine.Language.Documents;

namespace RunbookEngine.Language.Shape;

/// <summary>Compares a value with a schema (JSON Schema draft 7, the keywords of <see cref="SchemaNode"/>).</summary>
/// <remarks>Alternatives keep their complaints, so that what is said can be about the one that the author meant.</remarks>
internal static class SchemaValidator
{
    private static readonly SchemaTypes[] All =
        [SchemaTypes.Array, SchemaTypes.Boolean, SchemaTypes.Integer, SchemaTypes.Null, SchemaTypes.Number, SchemaTypes.Object, SchemaTypes.String];

    public static IReadOnlyList<Violation> Validate(DocumentNode node, SchemaNode schema) => Validate(node, schema.Actual, null);

    private static List<Violation> Validate(DocumentNode node, SchemaNode schema, string? property)
    {
        var found = new List<Violation>();
        Alternatives(node, schema, property, found);
        Type(node, schema, property, found);
        if (schema.Enumeration.Count > 0 && !(Kind(node) == SchemaTypes.Null && IsNullable(schema)) && !schema.Enumeration.Contains(Text(node)))
            found.Add(new(ViolationKind.NotInEnumeration, property, schema, node));
        Properties(node, schema, property, found);
        return found;
    }

    private static void Alternatives(DocumentNode node, SchemaNode schema, string? property, List<Violation> found)
    {
        if (schema.AnyOf.Count > 0 && Branches(node, schema.AnyOf) is var any && any.All(b => b.Violations.Count > 0))
            found.Add(new(ViolationKind.NotAnyOf, property, schema, node, any));
        if (schema.AllOf.Count > 0 && Branches(node, schema.AllOf) is var all && all.Any(b => b.Violations.Count > 0))
            found.Add(new(ViolationKind.NotAllOf, property, schema, node, all));
    }

    private static List<(SchemaNode Schema, IReadOnlyList<Violation> Violations)> Branches(DocumentNode node, IReadOnlyList<SchemaNode> schemas) =>
        [.. schemas.Select(s => (s, Validate(node, s)))];

    private static void Type(DocumentNode node, SchemaNode schema, string? property, List<Violation> found)
    {
        if (Kind(node) == SchemaTypes.Null && IsNullable(schema))
            return;
        var types = Each(schema.Types).ToList();
        if (types.Count <= 1)
        {
            OfType(node, schema, schema.Types, property, found);
            return;
        }

        var byType = types.ToDictionary(t => t, IReadOnlyList<Violation> (t) =>
        {
            var violations = new List<Violation>();
            OfType(node, schema, t, property, violations);
            return violations;
        });
        if (byType.Values.All(v => v.Count > 0))
            found.Add(new(ViolationKind.NoTypeFits, property, schema, node, ByType: byType));
    }

    private static void OfType(DocumentNode node, SchemaNode schema, SchemaTypes type, string? property, List<Violation> found)
    {
        var kind = Kind(node);
        switch (kind)
        {
            case SchemaTypes.Array:
                List((ListNode)node, schema, property, found);
                break;
            case SchemaTypes.String:
                TextOf((ScalarNode)node, schema, property, found);
                break;
            case SchemaTypes.Integer or SchemaTypes.Number:
                Number((ScalarNode)node, schema, property, found);
                break;
        }

        if (type != SchemaTypes.None && type != kind && !(type == SchemaTypes.Number && kind == SchemaTypes.Integer))
            found.Add(new(ViolationKind.WrongType, property, schema, node));
    }

    private static void List(ListNode list, SchemaNode schema, string? property, List<Violation> found)
    {
        if (list.Items.Count < schema.MinItems)
            found.Add(new(ViolationKind.TooFewEntries, property, schema, list));
        if (list.Items.Count > schema.MaxItems)
            found.Add(new(ViolationKind.TooManyEntries, property, schema, list));
        if (schema.UniqueItems && list.Items.Select(Text).Distinct().Count() != list.Items.Count)
            found.Add(new(ViolationKind.EntriesNotUnique, property, schema, list));
        if (schema.Item is { } item)
            Below(list.Items, item, schema, found);
    }

    private static void TextOf(ScalarNode node, SchemaNode schema, string? property, List<Violation> found)
    {
        if (schema.PatternExpression?.IsMatch(node.Raw) == false)
            found.Add(new(ViolationKind.PatternMismatch, property, schema, node));
        if (node.Raw.Length < schema.MinLength)
            found.Add(new(ViolationKind.TextTooShort, property, schema, node));
        if (node.Raw.Length > schema.MaxLength)
            found.Add(new(ViolationKind.TextTooLong, property, schema, node));
    }

    private static void Number(ScalarNode node, SchemaNode schema, string? property, List<Violation> found)
    {
        var value = node.Value is ScalarValue.Integer i ? (double)i.Value : ((ScalarValue.Number)node.Value).Value;
        if (value < (double?)schema.Minimum)
            found.Add(new(ViolationKind.NumberTooSmall, property, schema, node));
        if (value > (double?)schema.Maximum)
            found.Add(new(ViolationKind.NumberTooBig, property, schema, node));
    }

    private static void Properties(DocumentNode node, SchemaNode schema, string? property, List<Violation> found)
    {
        var map = node as MapNode;
        if (map is null && schema.Types.HasFlag(SchemaTypes.Null))
            return;
        foreach (var (name, wanted) in schema.Properties)
        {
            if (map?[name] is { } value)
            {
                if (!(Kind(value) == SchemaTypes.Null && IsNullable(wanted)))
                    found.AddRange(Validate(value, wanted.Actual, name));
            }
            else if (schema.Required.Contains(name))
            {
                found.Add(new(ViolationKind.PropertyMissing, name, schema, node));
            }
        }

        foreach (var name in schema.Required.Where(r => !schema.Properties.ContainsKey(r) && map?[r] is null))
            found.Add(new(ViolationKind.PropertyMissing, name, schema, node));
        if (map is null)
            return;
        if (map.Entries.Count < schema.MinProperties)
            found.Add(new(ViolationKind.TooFewEntries, property, schema, map));
        var others = map.Entries.Where(e => !schema.Properties.ContainsKey(e.Key.Raw)).ToList();
        if (schema.More is { } more)
            Below(others.Select(e => e.Value), more, schema, found);
        else if (!schema.AllowsMore)
            found.AddRange(others.Select(e => new Violation(ViolationKind.UnknownProperty, e.Key.Raw, schema, e.Key)));
    }

    private static void Below(IEnumerable<DocumentNode> nodes, SchemaNode schema, SchemaNode outer, List<Violation> found)
    {
        foreach (var node in nodes)
        {
            if (Validate(node, schema) is { Count: > 0 } inner)
                found.Add(new(ViolationKind.BelowIsWrong, null, outer, node, [(schema, inner)]));
        }
    }

    private static bool IsNullable(SchemaNode schema) => schema.Actual.Types.HasFlag(SchemaTypes.Null);

    private static IEnumerable<SchemaTypes> Each(SchemaTypes types) => All.Where(t => types.HasFlag(t));

    /// <summary>What a value is; a whole number that no 64 bits hold counts as a number.</summary>
    private static SchemaTypes Kind(DocumentNode node) => node switch
    {
        MapNode => SchemaTypes.Object,
        ListNode => SchemaTypes.Array,
        ScalarNode { Value: ScalarValue.Null } => SchemaTypes.Null,
        ScalarNode { Value: ScalarValue.Boolean } => SchemaTypes.Boolean,
        ScalarNode { Value: ScalarValue.Integer i } => i.Value >= long.MinValue && i.Value <= long.MaxValue ? SchemaTypes.Integer : SchemaTypes.Number,
        ScalarNode { Value: ScalarValue.Number } => SchemaTypes.Number,
        _ => SchemaTypes.String,
    };

    private static string Text(DocumentNode node) => node switch
    {
        MapNode map => $"{{{string.Join(",", map.Entries.Select(e => $"{e.Key.Raw}:{Text(e.Value)}"))}}}",
        ListNode list => $"[{string.Join(",", list.Items.Select(Text))}]",
        ScalarNode { Value: ScalarValue.Boolean b } => b.Value ? "true" : "false",
        ScalarNode { Value: ScalarValue.Integer i } => i.Value.ToString(CultureInfo.InvariantCulture),
        ScalarNode { Value: ScalarValue.Number n } => n.Value.ToString(CultureInfo.InvariantCulture),
        ScalarNode { Value: ScalarValue.Null } => "null",
        ScalarNode scalar => scalar.Raw,
        _ => "",
    };
}
