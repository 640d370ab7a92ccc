using System.Reflection;
using System.Text.Json;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Rules;
using RunbookEngine.Language.Shape;
using RunbookEngine.Language.Tests.Support;
using RunbookEngine.Language.Verbs;

namespace RunbookEngine.Language.Tests;

public class SchemaTests
{
    /// <summary>Keywords that the validator reads, or that say something to editors and people only.</summary>
    private static readonly string[] Known =
    [
        "type", "properties", "required", "additionalProperties", "items", "allOf", "anyOf", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength",
        "minItems", "maxItems", "minProperties", "uniqueItems", "$ref", "definitions", "$schema", "$id", "title", "description", "examples", "default",
    ];

    [Fact]
    public void Every_property_has_a_description_and_every_schema_uses_only_keywords_that_are_read()
    {
        foreach (var text in new[] { Schemas.RunbookText, Schemas.EnvironmentText, Schemas.RulesText })
        {
            using var schema = JsonDocument.Parse(text);
            Check(schema.RootElement, "#");
        }
    }

    [Fact]
    public void Every_property_shows_an_editor_what_it_is_what_holds_without_it_or_what_to_write()
    {
        var bare = new List<string>();
        foreach (var text in new[] { Schemas.RunbookText, Schemas.EnvironmentText, Schemas.RulesText })
        {
            using var schema = JsonDocument.Parse(text);
            foreach (var (path, property) in Properties(schema.RootElement, "#"))
            {
                if (property.TryGetProperty("$ref", out _))
                    continue;
                if (!property.TryGetProperty("description", out var description) || description.GetString() is not { Length: > 10 } said || !said.EndsWith('.'))
                    bare.Add($"{path}: no sentence that describes it");
                if (!Shows(property, schema.RootElement))
                    bare.Add($"{path}: neither default nor examples nor the words to choose from");
            }
        }

        Assert.True(bare.Count == 0, string.Join('\n', bare));
    }

    [Fact]
    public async Task Every_default_and_example_in_a_schema_is_valid_where_it_stands()
    {
        var wrong = new List<string>();
        foreach (var text in new[] { Schemas.RunbookText, Schemas.EnvironmentText, Schemas.RulesText })
        {
            using var schema = JsonDocument.Parse(text);
            var definitions = schema.RootElement.TryGetProperty("definitions", out var d) ? d.GetRawText() : "{}";
            foreach (var (path, property) in Properties(schema.RootElement, "#"))
            {
                var values = property.TryGetProperty("examples", out var examples) ? examples.EnumerateArray().ToList() : [];
                if (property.TryGetProperty("default", out var value) && value.ValueKind != JsonValueKind.Null)
                    values.Add(value);
                if (values.Count == 0)
                    continue;
                var alone = await NJsonSchema.JsonSchema.FromJsonAsync($$"""{ "definitions": {{definitions}}, "properties": { "it": {{property.GetRawText()}} } }""", TestContext.Current.CancellationToken);
                wrong.AddRange(values.Where(v => alone.Validate($$"""{ "it": {{v.GetRawText()}} }""").Count > 0).Select(v => $"{path}: {v.GetRawText()}"));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Every_example_of_a_verb_is_valid()
    {
        using var schema = JsonDocument.Parse(Schemas.RunbookText);
        var oracle = await NJsonSchema.JsonSchema.FromJsonAsync(Schemas.RunbookText, TestContext.Current.CancellationToken);
        foreach (var verb in VerbCatalog.All)
        {
            var definition = schema.RootElement.GetProperty("definitions").GetProperty($"verb.{verb.Name}");
            if (!definition.TryGetProperty("examples", out var examples))
                continue;
            foreach (var example in examples.EnumerateArray())
                Assert.Empty(oracle.Definitions[$"verb.{verb.Name}"].Validate(example.GetRawText()));
        }
    }

    [Fact]
    public void The_reference_names_every_verb_argument_and_modifier()
    {
        var reference = File.ReadAllText(Path.Combine(Repository.Root, "docs", "language.md"));
        foreach (var verb in VerbCatalog.All)
        {
            Assert.Contains($"`{verb.Name}`", reference);
            foreach (var argument in Schemas.Runbook.Definitions[$"verb.{verb.Name}"].Properties.Keys)
                Assert.True(reference.Contains($"`{argument}`"), $"{verb.Name}: {argument} is not in docs/language.md");
        }

        foreach (var modifier in Schemas.Runbook.Definitions["step"].Properties.Keys.Where(k => VerbCatalog.Find(k) is null && k is not "id"))
            Assert.True(reference.Contains($"`{modifier}`") || reference.Contains($"{modifier}:"), $"{modifier} is not in docs/language.md");
    }

    [Fact]
    public void Every_rule_code_has_a_wrong_example_or_a_reason_not_to()
    {
        // Not in a runbook's text: file access, given inputs, live arrays.
        string[] elsewhere = [Codes.TooLarge, Codes.Unreadable, Codes.UnknownInput, Codes.InputValue, Codes.NothingMatches, Codes.FenceForbids];
        var samples = Repository.Files(Path.Combine(Repository.Samples, "err"), "*.yaml")
            .Concat(Repository.Files(Path.Combine(Repository.Samples, "environments"), "*.yaml")).Select(p => Path.GetFileName(p)[..6]).ToHashSet();
        samples.UnionWith(RuleCatalog.All.Select(r => r.Code).Where(code => RulePages.Find(code)!.Contains("## Wrong", StringComparison.Ordinal)));
        var codes = typeof(Codes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!).ToList();
        Assert.Equal(codes.Distinct().Count(), codes.Count);
        Assert.Equal([], codes.Except(elsewhere).Except(samples));
        Assert.DoesNotContain(codes, typeof(ExpressionCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!).Contains);
    }

    private static IEnumerable<(string Path, JsonElement Property)> Properties(JsonElement schema, string path)
    {
        foreach (var member in schema.EnumerateObject().Where(m => m.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array))
        {
            if (member.Name is "properties" or "definitions")
            {
                foreach (var entry in member.Value.EnumerateObject())
                {
                    if (member.Name is "properties")
                        yield return ($"{path}/{entry.Name}", entry.Value);
                    foreach (var inner in Properties(entry.Value, $"{path}/{entry.Name}"))
                        yield return inner;
                }
            }
            else if (member.Name is "items" or "additionalProperties" && member.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var inner in Properties(member.Value, $"{path}/{member.Name}"))
                    yield return inner;
            }
            else if (member.Name is "anyOf" or "allOf")
            {
                foreach (var inner in member.Value.EnumerateArray().SelectMany(a => Properties(a, path)))
                    yield return inner;
            }
        }
    }

    // Maps whose keys are the author's own, sections and booleans explain themselves by what is inside them.
    private static bool Shows(JsonElement schema, JsonElement root)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Shows(root.GetProperty("definitions").GetProperty(reference.GetString()!["#/definitions/".Length..]), root);
        return schema.TryGetProperty("default", out _) || schema.TryGetProperty("examples", out _) || schema.TryGetProperty("enum", out _)
            || schema.TryGetProperty("properties", out _) || schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "boolean"
            || schema.TryGetProperty("items", out var items) && Shows(items, root)
            || schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.Object && Shows(more, root)
            || new[] { "anyOf", "allOf" }.Any(k => schema.TryGetProperty(k, out var all) && all.EnumerateArray().Any(a => Shows(a, root)));
    }

    private static void Check(JsonElement schema, string path)
    {
        foreach (var member in schema.EnumerateObject())
        {
            Assert.True(Known.Contains(member.Name), $"{path}/{member.Name}");
            if (member.Name is "properties")
            {
                foreach (var property in member.Value.EnumerateObject())
                {
                    Assert.True(property.Value.TryGetProperty("description", out _) || property.Value.TryGetProperty("$ref", out _), $"{path}/{property.Name} has no description");
                    Check(property.Value, $"{path}/{property.Name}");
                }
            }
            else if (member.Name is "definitions")
            {
                foreach (var definition in member.Value.EnumerateObject())
                    Check(definition.Value, $"{path}/{definition.Name}");
            }
            else if (member.Name is "items" or "additionalProperties" && member.Value.ValueKind == JsonValueKind.Object)
                Check(member.Value, $"{path}/{member.Name}");
            else if (member.Name is "anyOf" or "allOf")
            {
                foreach (var alternative in member.Value.EnumerateArray())
                    Check(alternative, $"{path}/{member.Name}");
            }
        }
    }
}
