using System.Reflection;
using System.Text.Json;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Shape;
using RunbookEngine.Language.Tests.Support;
using RunbookEngine.Language.Verbs;

namespace RunbookEngine.Language.Tests;

public class SchemaTests
{
    /// <summary>Keywords that the validator ignores without a word.</summary>
    private static readonly string[] Ignored =
        ["const", "if", "then", "else", "propertyNames", "dependencies", "contains", "prefixItems", "unevaluatedProperties", "dependentRequired"];

    [Fact]
    public void Every_property_has_a_description_and_no_schema_uses_a_keyword_that_is_ignored()
    {
        foreach (var text in new[] { Schemas.RunbookText, Schemas.EnvironmentText })
        {
            using var schema = JsonDocument.Parse(text);
            Check(schema.RootElement, "#");
        }
    }

    [Fact]
    public void Every_example_of_a_verb_is_valid()
    {
        using var schema = JsonDocument.Parse(Schemas.RunbookText);
        foreach (var verb in VerbCatalog.All)
        {
            var definition = schema.RootElement.GetProperty("definitions").GetProperty($"verb.{verb.Name}");
            if (!definition.TryGetProperty("examples", out var examples))
                continue;
            foreach (var example in examples.EnumerateArray())
                Assert.Empty(Schemas.Runbook.Definitions[$"verb.{verb.Name}"].Validate(example.GetRawText()));
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
        var codes = typeof(Codes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!).ToList();
        Assert.Equal(codes.Distinct().Count(), codes.Count);
        Assert.Equal([], codes.Except(elsewhere).Except(samples));
        Assert.DoesNotContain(codes, typeof(ExpressionCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetValue(null)!).Contains);
    }

    private static void Check(JsonElement schema, string path)
    {
        foreach (var member in schema.EnumerateObject())
        {
            Assert.False(Ignored.Contains(member.Name), $"{path}/{member.Name}");
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
