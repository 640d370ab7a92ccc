using System.Text.Json;
using System.Text.Json.Nodes;
using RunbookEngine.Activities;
using RunbookEngine.Expressions;
using RunbookEngine.Language.Documents;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Expressions;
using RunbookEngine.Language.Templates;
using RunbookEngine.Plans;
using RunbookEngine.Runs;
using RunbookEngine.Secrets;

namespace RunbookEngine.Language.Running;

/// <summary>Evaluates what a plan carries against a run as its journal tells it.</summary>
/// <param name="secrets">Null: the run has no secrets.</param>
public sealed class LanguageExpressions(ISecretSource? secrets = null) : IExpressions
{
    /// <summary>Iterations of one loop.</summary>
    public const int MostItems = 10_000;

    /// <summary>Arguments for people, which may also have blocks.</summary>
    private static readonly string[] Texts = ["message", "subject", "instructions", "question", "note"];

    public bool Condition(string expression, ExpressionScope scope)
    {
        var value = Evaluate(expression, Names(scope), scope, "when");
        return value.TryGetBool(out var condition)
            ? condition
            : throw Failed(scope, "when", expression, $"a condition is true or false, this is {value}");
    }

    public IReadOnlyList<Iteration> Items(JsonElement items, ExpressionScope scope)
    {
        var run = Names(scope);
        var list = items.ValueKind == JsonValueKind.String
            ? Evaluate(items.GetString()!, run, scope, "foreach").ToJson()
            : Resolve(DocumentJson.ToNode(items), run, scope, "foreach", blocks: false);
        if (list is not JsonArray array)
            throw Failed(scope, "foreach", items.ToString(), "a loop needs a list");
        if (array.Count > MostItems)
            throw Failed(scope, "foreach", items.ToString(), $"a loop has at most {MostItems} items, this list has {array.Count}");
        var iterations = array.Select((item, i) => new Iteration(KeyOf(item, i + 1), DocumentJson.ToElement(item))).ToList();
        return Iteration.SameName(iterations) is { } same ? throw Failed(scope, "foreach", items.ToString(), same) : iterations;
    }

    public ResolvedArguments Resolve(JsonElement value, ExpressionScope scope)
    {
        var run = Names(scope);
        var resolved = value.ValueKind == JsonValueKind.Object
            ? new JsonObject(value.EnumerateObject().Select(p =>
                KeyValuePair.Create(p.Name, Resolve(DocumentJson.ToNode(p.Value), run, scope, p.Name, Texts.Contains(p.Name)))))
            : Resolve(DocumentJson.ToNode(value), run, scope, "value", blocks: false);
        return new ResolvedArguments(DocumentJson.ToElement(resolved), run.SecretsRead);
    }

    private RunScope Names(ExpressionScope scope) =>
        PlanLanguage.Problem(scope.State.Plan) is { } problem ? throw new ExpressionFailedException($"step {scope.Key}: {problem}") : new RunScope(scope, secrets);

    private static JsonNode? Resolve(JsonNode? node, RunScope run, ExpressionScope scope, string place, bool blocks)
    {
        switch (node)
        {
            case JsonObject map:
                return new JsonObject(map.Select(m => KeyValuePair.Create(m.Key, Resolve(m.Value, run, scope, $"{place}.{m.Key}", blocks))));
            case JsonArray list:
                return new JsonArray([.. list.Select((item, i) => Resolve(item, run, scope, $"{place}[{i}]", blocks))]);
            case JsonValue text when text.TryGetValue<string>(out var written) && TemplateParser.HasExpressions(written):
                var template = blocks ? TemplateParser.ParseText(written) : TemplateParser.Parse(written);
                return template.IsValid
                    ? Value(() => TemplateRenderer.Render(template, run), scope, place, written).ToJson()
                    : throw Failed(scope, place, written, template.Diagnostics[0].Message);
            default:
                return node?.DeepClone();
        }
    }

    private static Value Evaluate(string expression, RunScope run, ExpressionScope scope, string place)
    {
        var parsed = ExpressionParser.Parse(expression);
        return parsed.IsValid
            ? Value(() => Evaluator.Evaluate(parsed, run), scope, place, expression)
            : throw Failed(scope, place, expression, parsed.Diagnostics[0].Message);
    }

    private static Value Value(Func<EvaluationResult> evaluate, ExpressionScope scope, string place, string written)
    {
        try
        {
            return evaluate() switch
            {
                EvaluationResult.Succeeded(var value) => value,
                EvaluationResult.Failed(var error) => throw Failed(scope, place, written, error.Help is null ? error.Message : $"{error.Message} ({error.Help})"),
                _ => throw new InvalidOperationException(),
            };
        }
        catch (SecretUnavailableException e)
        {
            throw Failed(scope, place, written, $"a secret is not available: {e.Message}");
        }
    }

    private static string KeyOf(JsonNode? item, int place) => item switch
    {
        JsonValue value when value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number => value.ToString(),
        JsonObject map when (map["name"] ?? map["id"]) is JsonValue name => name.ToString(),
        _ => place.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static ExpressionFailedException Failed(ExpressionScope scope, string place, string written, string why)
    {
        var at = scope.State.Plan.Find(scope.Key.Id)?.At is { } line ? $" (line {line.Line})" : "";
        var shown = written.Length > 120 ? written[..120] + "…" : written;
        return new ExpressionFailedException($"step {scope.Key}{at}, `{place}`: `{shown}` has no value: {why}");
    }
}
