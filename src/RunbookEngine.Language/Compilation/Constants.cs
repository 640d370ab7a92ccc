using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Language.Binding;
using RunbookEngine.Language.Diagnostics;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Templates;
using RunbookEngine.Plans;

namespace RunbookEngine.Language.Compilation;

/// <summary>Values that are read when the runbook is compiled: expressions in them see <c>inputs</c> only.</summary>
internal sealed class Constants(JsonObject inputs, List<Diagnostic> found)
{
    private readonly Scope _scope = new(new Dictionary<string, Value> { ["inputs"] = Value.Of(inputs) });

    /// <summary>The value as JSON with every expression evaluated; null for nothing.</summary>
    public JsonNode? Json(DocumentNode? node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key.Raw, Json(e.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(Json)]),
        ScalarNode scalar when Nodes.HasExpression(scalar) => Evaluate(scalar),
        _ => DocumentJson.ToNode(node),
    };

    public string? Text(DocumentNode? node) => Json(node) switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        var other => other.ToJsonString(),
    };

    public TimeSpan? Duration(DocumentNode? node)
    {
        if (Text(node) is not { } text)
            return null;
        var duration = DurationText.TryParse(text);
        if (duration is null)
            Error(Codes.Duration, node!, $"`{text}` is no duration", "write a duration such as 30s, 20m or 1h30m");
        return duration;
    }

    public int? Integer(DocumentNode? node, int least, int most)
    {
        if (Number(node, least, most) is not { } number)
            return null;
        if (number == Math.Floor(number))
            return (int)number;
        Error(Codes.ConstantExpression, node!, $"{number.ToString(CultureInfo.InvariantCulture)} is no whole number");
        return null;
    }

    public double? Number(DocumentNode? node, double least, double most)
    {
        if (Text(node) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Error(Codes.ConstantExpression, node!, string.Create(CultureInfo.InvariantCulture, $"expected a number from {least} to {most}, found `{text}`"));
        return null;
    }

    /// <summary>Texts of a list, or of the one thing in its place; an expression may give a list.</summary>
    public IEnumerable<string> Texts(DocumentNode? node) => Nodes.OneOrMany(node).SelectMany(item => Json(item) switch
    {
        null => [],
        JsonArray list => list.Select(i => i?.ToString() ?? ""),
        var value => [value.ToString()],
    });

    public void Error(string code, DocumentNode node, string message, string? help = null) => found.Add(Diagnostic.Error(code, node.At, message, help));

    private JsonNode? Evaluate(ScalarNode scalar)
    {
        switch (TemplateRenderer.Render(TemplateParser.Parse(scalar.Raw), _scope))
        {
            case EvaluationResult.Succeeded(var value):
                return value.ToJson();
            case EvaluationResult.Failed(var error):
                found.Add(Diagnostic.Error(error.Code, scalar.Part(error.Offset, error.Length), error.Message, error.Help));
                return null;
            default:
                return null;
        }
    }
}
