using NJsonSchema;
using NJsonSchema.Validation;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Shape;
using RunbookEngine.Language.Tests.Support;
using RunbookEngine.Testing;

namespace RunbookEngine.Language.Tests;

/// <summary>The validator of the language says the same of every document as NJsonSchema, down to each keyword of each alternative.</summary>
public class SchemaOracleTests
{
    private const int MutantsOfAFile = 6;

    [Fact]
    public async Task Every_file_of_the_repository_and_its_mutants_break_the_same_keywords_at_the_same_places()
    {
        var seed = Seeds.FreshOr(20261129);
        var random = new Random(seed);
        var (compared, broken) = (0, 0);
        foreach (var (files, text, ours) in new[]
        {
            (Runbooks(), Schemas.RunbookText, Schemas.Runbook),
            (Environments(), Schemas.EnvironmentText, Schemas.Environment),
        })
        {
            var oracle = await JsonSchema.FromJsonAsync(text, TestContext.Current.CancellationToken);
            foreach (var file in files)
            {
                var source = SourceFile.Read(file);
                foreach (var version in Enumerable.Range(0, MutantsOfAFile).Select(i => i == 0 ? source.Text : Mutant(source.Text, random)))
                {
                    if (DocumentLoader.Load(new SourceFile(file, version)).Root is not { } root)
                        continue;
                    var (expected, found) = (Oracle(root, oracle), Ours(root, ours.Root));
                    compared++;
                    broken += expected.Count > 0 ? 1 : 0;
                    Assert.True(expected.SequenceEqual(found), $"seed {seed}, {file}:\n{version}\nonly NJsonSchema: {string.Join("\n  ", expected.Except(found))}\nonly ours: {string.Join("\n  ", found.Except(expected))}");
                }
            }
        }

        Assert.True(compared > 500 && broken > 200, $"{compared} documents were compared, {broken} of them broken");
    }

    private static IEnumerable<string> Runbooks() =>
        Repository.Files(Path.Combine(Repository.Root, "runbooks"), "*.yaml")
            .Concat(Directory.EnumerateFiles(Repository.Samples, "*.yaml", SearchOption.AllDirectories).Where(f => !f.Contains("nvironment", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Environments() =>
        Repository.Files(Path.Combine(Repository.Root, "examples", "environments"), "*.yaml")
            .Concat(Directory.EnumerateFiles(Repository.Samples, "*.yaml", SearchOption.AllDirectories).Where(f => f.Contains("nvironment", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);

    /// <summary>The text with one value, key or line changed.</summary>
    private static string Mutant(string text, Random random)
    {
        var lines = text.Split('\n');
        var at = random.Next(lines.Length);
        string[] values = ["12", "-1", "3.5", "true", "null", "[]", "{}", "[1, 1]", "\"\"", "text", "99999999999999999999", "30s", "\"${{ inputs.x }}\"", "{ on: t }", "read-only"];
        var colon = lines[at].IndexOf(':', StringComparison.Ordinal);
        lines[at] = random.Next(4) switch
        {
            0 when colon > 0 => lines[at][..(colon + 1)] + " " + values[random.Next(values.Length)],
            1 when colon > 1 => lines[at].Remove(colon - 1, 1),
            2 when colon > 0 => lines[at][..colon] + "x" + lines[at][colon..],
            _ => "",
        };
        return string.Join('\n', lines);
    }

    private static List<string> Ours(DocumentNode root, SchemaNode schema)
    {
        var numbers = Numbers(root);
        return [.. Flat(SchemaValidator.Validate(root, schema), "").Order(StringComparer.Ordinal)];

        IEnumerable<string> Flat(IEnumerable<Violation> violations, string path) => violations.SelectMany(v =>
        {
            var here = $"{path}/{v.Kind}@{numbers[v.Node]}" + (v.Kind is ViolationKind.UnknownProperty or ViolationKind.PropertyMissing ? $":{v.Property}" : "");
            return (v.Branches ?? []).SelectMany((b, i) => Flat(b.Violations, $"{here}[{i}]"))
                .Concat((v.ByType ?? new Dictionary<SchemaTypes, IReadOnlyList<Violation>>()).SelectMany(t => Flat(t.Value, $"{here}[{t.Key}]")))
                .Prepend(here);
        });
    }

    private static List<string> Oracle(DocumentNode root, JsonSchema schema)
    {
        var (token, nodes) = DocumentTokens.Read(root);
        var numbers = Numbers(root);
        return [.. Flat(schema.Validate(token), "").Order(StringComparer.Ordinal)];

        IEnumerable<string> Flat(IEnumerable<ValidationError> errors, string path) => errors.SelectMany(e =>
        {
            var kind = KindOf(e.Kind);
            var here = $"{path}/{kind}@{numbers[nodes[Math.Clamp(e.LineNumber, 0, nodes.Count - 1)]]}"
                + (kind is ViolationKind.UnknownProperty or ViolationKind.PropertyMissing ? $":{e.Property}" : "");
            return (e switch
            {
                ChildSchemaValidationError child => child.Errors.SelectMany((b, i) => Flat(b.Value, $"{here}[{i}]")),
                MultiTypeValidationError types => types.Errors.SelectMany(t => Flat(t.Value, $"{here}[{t.Key}]")),
                _ => [],
            }).Prepend(here);
        });
    }

    /// <summary>The place of each node and key in the order of the document.</summary>
    private static Dictionary<DocumentNode, int> Numbers(DocumentNode root)
    {
        var numbers = new Dictionary<DocumentNode, int>(ReferenceEqualityComparer.Instance);
        Walk(root);
        return numbers;

        void Walk(DocumentNode node)
        {
            numbers.TryAdd(node, numbers.Count);
            switch (node)
            {
                case MapNode map:
                    foreach (var (key, value) in map.Entries)
                    {
                        numbers.TryAdd(key, numbers.Count);
                        Walk(value);
                    }

                    break;
                case ListNode list:
                    foreach (var item in list.Items)
                        Walk(item);
                    break;
            }
        }
    }

    private static ViolationKind KindOf(ValidationErrorKind kind) => kind switch
    {
        ValidationErrorKind.NoAdditionalPropertiesAllowed => ViolationKind.UnknownProperty,
        ValidationErrorKind.PropertyRequired => ViolationKind.PropertyMissing,
        ValidationErrorKind.TooFewItems or ValidationErrorKind.TooFewProperties => ViolationKind.TooFewEntries,
        ValidationErrorKind.TooManyItems or ValidationErrorKind.TooManyProperties => ViolationKind.TooManyEntries,
        ValidationErrorKind.ItemsNotUnique => ViolationKind.EntriesNotUnique,
        ValidationErrorKind.StringTooLong => ViolationKind.TextTooLong,
        ValidationErrorKind.StringTooShort => ViolationKind.TextTooShort,
        ValidationErrorKind.NumberTooSmall => ViolationKind.NumberTooSmall,
        ValidationErrorKind.NumberTooBig or ValidationErrorKind.IntegerTooBig => ViolationKind.NumberTooBig,
        ValidationErrorKind.PatternMismatch => ViolationKind.PatternMismatch,
        ValidationErrorKind.NotInEnumeration => ViolationKind.NotInEnumeration,
        ValidationErrorKind.NotAnyOf => ViolationKind.NotAnyOf,
        ValidationErrorKind.NotAllOf => ViolationKind.NotAllOf,
        ValidationErrorKind.NoTypeValidates => ViolationKind.NoTypeFits,
        ValidationErrorKind.AdditionalPropertiesNotValid or ValidationErrorKind.ArrayItemNotValid => ViolationKind.BelowIsWrong,
        ValidationErrorKind.StringExpected or ValidationErrorKind.NumberExpected or ValidationErrorKind.IntegerExpected or ValidationErrorKind.BooleanExpected
            or ValidationErrorKind.ObjectExpected or ValidationErrorKind.ArrayExpected or ValidationErrorKind.NullExpected => ViolationKind.WrongType,
        _ => throw new InvalidOperationException($"The schemas use no keyword that gives {kind}."),
    };
}
