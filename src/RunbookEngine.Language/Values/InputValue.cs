using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Model;
using RunbookEngine.Plans;
using RunbookEngine.Sinks;

namespace RunbookEngine.Language.Values;

/// <summary>Values of inputs: text from a command line or a node of a document, by the input's type. Durations stay texts, LDEV ids become numbers.</summary>
internal static class InputValue
{
    /// <summary>Characters of one value.</summary>
    private const int Longest = 10_000;

    /// <returns>The value, or what is wrong with it and perhaps a mend.</returns>
    public static InputResult FromText(InputDefinition input, string text)
    {
        if (text.Length > Longest)
            return InputResult.Wrong($"a value has at most {Longest} characters");
        if (Control(input, text) is { } control)
            return control;
        if (input.Type == InputType.List && text.Length > 0 && Array.FindIndex(text.Split(','), string.IsNullOrWhiteSpace) is >= 0 and var empty)
            return InputResult.Wrong($"entry {empty + 1} of the list `{text}` is empty", "leave the comma out; an entry that is meant to be empty is given as JSON, or in the runbook's own list");
        JsonNode? value = input.Type switch
        {
            InputType.String => text,
            InputType.Integer when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            InputType.Number when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
            InputType.Boolean when text is "true" or "false" => text == "true",
            InputType.Duration when DurationText.TryParse(text) is not null => text,
            InputType.Ldev when LdevText.TryParse(text) is { } ldev => ldev,
            InputType.List => new JsonArray([.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(t => JsonValue.Create(t))]),
            _ => null,
        };
        return value is null ? InputResult.Wrong($"`{text}` is no {Word(input.Type)}", Help(input.Type)) : Check(input, value);
    }

    /// <summary>Each entry as it is given: an empty text and a comma are as good as any other; a number is the text that was written.</summary>
    public static InputResult FromList(InputDefinition input, JsonArray list) =>
        list.All(i => i?.GetValueKind() is System.Text.Json.JsonValueKind.String or System.Text.Json.JsonValueKind.Number)
            ? Check(input, new JsonArray([.. list.Select(i => JsonValue.Create(i!.GetValueKind() == System.Text.Json.JsonValueKind.String ? i.GetValue<string>() : i.ToJsonString()))]))
            : InputResult.Wrong("the entries of a list are texts");

    public static InputResult FromNode(InputDefinition input, DocumentNode node) => node switch
    {
        ScalarNode { Value: ScalarValue.Null } when !input.Required => new(null, null, null),
        ListNode list when input.Type == InputType.List && list.Items.Select(i => Control(input, i.Text ?? "")).FirstOrDefault(c => c is not null) is { } control => control,
        ListNode list when input.Type == InputType.List => list.Items.All(i => i.Text is not null)
            ? Check(input, new JsonArray([.. list.Items.Select(i => JsonValue.Create(i.Text))]))
            : InputResult.Wrong("the entries of a list are texts"),
        ScalarNode { Value: ScalarValue.String or ScalarValue.Integer } scalar when input.Type == InputType.Ldev => FromText(input, scalar.Raw),
        ScalarNode { Value: ScalarValue.String } scalar when input.Type is InputType.String or InputType.Duration => FromText(input, scalar.Raw),
        ScalarNode { Value: ScalarValue.Boolean } scalar when input.Type == InputType.Boolean => Check(input, DocumentJson.ToNode(scalar)!),
        ScalarNode { Value: ScalarValue.Integer } scalar when input.Type is InputType.Integer or InputType.Number => Check(input, DocumentJson.ToNode(scalar)!),
        ScalarNode { Value: ScalarValue.Number } scalar when input.Type == InputType.Number => Check(input, DocumentJson.ToNode(scalar)!),
        ScalarNode scalar when input.Type == InputType.String => InputResult.Wrong($"`{scalar.Raw}` is {scalar.Kind}, not a text", $"write \"{scalar.Raw}\" in quotes"),
        _ => InputResult.Wrong($"{(node is ScalarNode s ? $"`{s.Raw}`" : node.Kind)} is no {Word(input.Type)}", Help(input.Type)),
    };

    public static string Word(InputType type) => type switch
    {
        InputType.String => "text",
        InputType.Integer => "whole number",
        InputType.Boolean => "boolean",
        InputType.Ldev => "LDEV id",
        _ => type.ToString().ToLowerInvariant(),
    };

    public static ExprType TypeOf(InputDefinition input)
    {
        var type = input.Type switch
        {
            InputType.Integer or InputType.Ldev => ExprType.Int,
            InputType.Number => ExprType.Number,
            InputType.Boolean => ExprType.Bool,
            InputType.List => ExprType.ListOf(ExprType.String),
            _ => ExprType.String,
        };
        return input is { Required: false, Default: null } ? type.OrNull() : type;
    }

    /// <summary>A value ends up in commands, addresses, tickets and on terminals, where control characters act. Those who need several lines say so.</summary>
    private static InputResult? Control(InputDefinition input, string text) =>
        SinkText.HasLoneSurrogate(text) ? InputResult.Wrong("the value holds half of a surrogate pair, which is no text")
        : !SinkText.HasControl(text, input.Multiline) ? null
        : InputResult.Wrong(
            $"the value holds {ProtocolText.Name(text.First(c => char.IsControl(c) && !(input.Multiline && c is ('\n' or '\r' or '\t'))))}",
            input.Multiline ? "an input with `multiline: true` takes line breaks and tabs only" : "give it on one line, or declare the input with `multiline: true`");

    private static InputResult Check(InputDefinition input, JsonNode value)
    {
        var allowed = input.Enum.Select(DocumentJson.ToNode).ToList();
        JsonNode?[] each = value is JsonArray list ? [.. list] : [value];
        foreach (var one in each)
        {
            if (allowed.Count > 0 && !allowed.Any(a => Same(a, one)))
            {
                var known = allowed.Select(Shown).ToList();
                return InputResult.Wrong($"{Shown(one)} is not among the allowed values", Suggestion.For(Shown(one), known) ?? $"allowed: {string.Join(", ", known)}");
            }

            if (input.Pattern is { } pattern && one is JsonValue text && text.TryGetValue<string>(out var written) && Matches(pattern.Value, written) == false)
                return InputResult.Wrong($"`{written}` does not match the pattern {pattern.Value}");
        }

        return value is JsonValue && value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? InRange(input, value) : new(value, null, null);
    }

    private static InputResult InRange(InputDefinition input, JsonNode value)
    {
        var number = double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
        return number < input.Minimum?.Value ? InputResult.Wrong($"{Shown(value)} is less than the minimum {input.Minimum.Value.ToString(CultureInfo.InvariantCulture)}")
            : number > input.Maximum?.Value ? InputResult.Wrong($"{Shown(value)} is more than the maximum {input.Maximum.Value.ToString(CultureInfo.InvariantCulture)}")
            : new(value, null, null);
    }

    /// <summary>Null when the pattern itself cannot be read, which is reported where it is written.</summary>
    private static bool? Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, $@"^(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static bool Same(JsonNode? a, JsonNode? b) => JsonNode.DeepEquals(a, b) || Shown(a) == Shown(b);

    private static string Shown(JsonNode? node) => node switch
    {
        null => "null",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(),
    };

    private static string? Help(InputType type) => type switch
    {
        InputType.Boolean => "write true or false",
        InputType.Duration => "write a duration such as 30s, 20m or 1h30m",
        InputType.Ldev => "write it as 1234, 0x4D2 or 00:04:D2",
        _ => null,
    };
}

/// <param name="Value">The value; null when there is a problem, or for an optional input without one.</param>
internal sealed record InputResult(JsonNode? Value, string? Problem, string? Help)
{
    public static InputResult Wrong(string problem, string? help = null) => new(null, problem, help);
}
