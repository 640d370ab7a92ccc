using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Templates;
using RunbookEngine.Language.Typing;

namespace RunbookEngine.Language.Triggers;

/// <summary>Makes inputs, keys and conditions of what came with a request. Sees <c>body</c>, <c>hook</c> and perhaps <c>ticket</c>; no secrets, no environment.</summary>
public sealed class TriggerMapping
{
    /// <summary>A stranger's text must not cost much.</summary>
    private static readonly EvaluationOptions Limits = new() { MaxSteps = 100_000, MaxCharacters = 1_000_000, MaxItems = 50_000 };

    private readonly Dictionary<string, Value> _names;

    private TriggerMapping(Dictionary<string, Value> names) => _names = names;

    public static TriggerMapping Of(JsonElement body, string hook, string delivery, DateTimeOffset receivedAt) => new(new Dictionary<string, Value>
    {
        ["body"] = Value.Of(body),
        ["hook"] = Members(("name", Value.Of(hook)), ("delivery", Value.Of(delivery)), ("receivedAt", Value.Of(receivedAt))),
    });

    public TriggerMapping WithTicket(string connection, string id, string state) => new(new Dictionary<string, Value>(_names)
    {
        ["ticket"] = Members(("connection", Value.Of(connection)), ("id", Value.Of(id)), ("state", Value.Of(state))),
    });

    /// <exception cref="TriggerMappingException">It is neither true nor false.</exception>
    public bool Condition(string expression) =>
        Computed("when", () => Evaluator.Evaluate(BareExpression.Parse(expression).Expression, new Scope(_names), Limits)).TryGetBool(out var holds)
            ? holds
            : throw new TriggerMappingException("`when` is neither true nor false for this request");

    /// <exception cref="TriggerMappingException">It has no value, or one that is no text and no number.</exception>
    public string Text(string place, string template) => Node(place, JsonValue.Create(template)) is JsonValue value
        && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number ? value.ToString()
        : throw new TriggerMappingException($"`{place}` is no text and no number for this request");

    /// <exception cref="TriggerMappingException">One of them has no value.</exception>
    public IReadOnlyDictionary<string, JsonElement> Inputs(IReadOnlyDictionary<string, JsonElement> written) =>
        written.ToDictionary(w => w.Key, w => DocumentJson.ToElement(Node($"inputs.{w.Key}", DocumentJson.ToNode(w.Value))), StringComparer.Ordinal);

    private JsonNode? Node(string place, JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Node(place, item))]);
            case JsonValue text when text.TryGetValue<string>(out var written) && TemplateParser.HasExpressions(written):
                var template = TemplateParser.Parse(written);
                return Computed(place, () => TemplateRenderer.Render(template, new Scope(_names), Limits)).ToJson();
            default:
                return node?.DeepClone();
        }
    }

    private static Value Computed(string place, Func<EvaluationResult> evaluate) => evaluate() switch
    {
        EvaluationResult.Succeeded(var value) => value,
        EvaluationResult.Failed(var error) => throw new TriggerMappingException($"`{place}` has no value for this request: {error.Message}"),
        _ => throw new InvalidOperationException(),
    };

    private static Value Members(params (string Name, Value Value)[] members) => Value.Of(ValueObject.Of(members.Select(m => KeyValuePair.Create(m.Name, m.Value))));
}
