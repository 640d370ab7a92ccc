using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Values;

namespace RunbookEngine.Language.Compilation;

/// <summary>Given values and defaults to the values of a run.</summary>
internal static class InputBinder
{
    public static BoundInputs Bind(Runbook runbook, JsonObject given, bool required)
    {
        var (values, found, complete) = (new JsonObject(), new List<Diagnostic>(), true);
        foreach (var (name, _) in given.Where(g => runbook.Input(g.Key) is null))
        {
            var known = runbook.Inputs.Select(i => i.Name.Value).ToList();
            found.Add(Diagnostic.Error(Codes.UnknownInput, runbook.Root.Entry("inputs")?.Key.At ?? SourceSpan.StartOf(runbook.File),
                $"the runbook has no input `{name}`", Suggestion.For(name, known) ?? (known.Count == 0 ? "it has no inputs" : $"inputs: {string.Join(", ", known)}")));
        }

        foreach (var input in runbook.Inputs.DistinctBy(i => i.Name.Value))
        {
            var name = input.Name.Value;
            var result = given.TryGetPropertyValue(name, out var value) && value is not null ? Convert(input, value)
                : input.Default is { } written ? InputValue.FromNode(input, written)
                : null;
            if (result?.Problem is { } problem && value is not null)
                found.Add(Diagnostic.Error(Codes.InputValue, input.Name.At, $"input `{name}`: {problem}", result.Help));
            else if (result is null && input.Required)
            {
                complete = false;
                if (required)
                    found.Add(Diagnostic.Error(Codes.MissingInput, input.Name.At, $"the input `{name}` has no value and no default", $"give one: --input {name}=…"));
            }

            values[name] = result?.Value?.DeepClone();
        }

        return new BoundInputs(values, complete, found);
    }

    private static InputResult Convert(InputDefinition input, JsonNode value) => value switch
    {
        JsonArray list when input.Type == InputType.List => InputValue.FromList(input, list),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => InputValue.FromText(input, text.GetValue<string>()),
        _ => InputValue.FromText(input, value.ToJsonString()),
    };
}

/// <param name="IsComplete">Every input that needs a value has one.</param>
internal sealed record BoundInputs(JsonObject Values, bool IsComplete, IReadOnlyList<Diagnostic> Found);
