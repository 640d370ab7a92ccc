using System.Text.RegularExpressions;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Model;
using RunbookEngine.Language.Values;

namespace RunbookEngine.Language.Rules;

/// <summary>RB1309: an input whose default or limits contradict its type.</summary>
internal static class InputDefinitionRule
{
    public static IEnumerable<Diagnostic> Check(RuleContext context) => context.Runbook.Inputs.SelectMany(Check);

    private static IEnumerable<Diagnostic> Check(InputDefinition input)
    {
        var name = input.Name.Value;
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || char.IsAsciiDigit(name.FirstOrDefault('0')))
        {
            yield return Diagnostic.Error(Codes.InputDefinition, input.Name.At, $"`{name}` cannot be written in an expression",
                "use letters, digits and underscores, a letter first");
        }

        if (input.Default is { } value && InputValue.FromNode(input, value) is { Problem: { } problem } wrong)
            yield return Diagnostic.Error(Codes.InputDefinition, value.At, $"the default of `{name}` is not allowed: {problem}", wrong.Help);
        foreach (var allowed in input.Enum)
        {
            if (InputValue.FromNode(input with { Enum = [], Type = input.Type == InputType.List ? InputType.String : input.Type }, allowed) is { Problem: { } odd })
                yield return Diagnostic.Error(Codes.InputDefinition, allowed.At, $"an allowed value of `{name}` could never be given: {odd}");
        }

        if (input.Minimum is { } minimum && input.Maximum is { } maximum && minimum.Value > maximum.Value)
            yield return Diagnostic.Error(Codes.InputDefinition, maximum.At, $"the maximum of `{name}` is less than its minimum");
        if ((input.Minimum ?? input.Maximum) is { } limit && input.Type is not (InputType.Integer or InputType.Number or InputType.Ldev))
            yield return Diagnostic.Error(Codes.InputDefinition, limit.At, $"`minimum` and `maximum` are for numbers; `{name}` is a {InputValue.Word(input.Type)}");
        if (input.Multiline && input.Type is not (InputType.String or InputType.List))
            yield return Diagnostic.Error(Codes.InputDefinition, input.Name.At, $"`multiline` is for texts; `{name}` is a {InputValue.Word(input.Type)}");
        if (input.Pattern is { } pattern && PatternProblem(pattern.Value) is { } bad)
            yield return Diagnostic.Error(Codes.InputDefinition, pattern.At, $"the pattern of `{name}` cannot be used: {bad}");
    }

    // Lookarounds and back references could run for ever; without them a pattern takes time in proportion to the text.
    private static string? PatternProblem(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking);
            return null;
        }
        catch (NotSupportedException)
        {
            return "lookarounds and back references are not supported";
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }
}
