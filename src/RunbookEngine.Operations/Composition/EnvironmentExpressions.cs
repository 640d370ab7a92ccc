using System.Collections.Concurrent;
using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Expressions;
using RunbookEngine.Language.Environments;
using RunbookEngine.Language.Running;
using RunbookEngine.Plans;
using RunbookEngine.Runs;

namespace RunbookEngine.Operations.Composition;

/// <summary>Expressions of runs in any environment: each sees the secrets of its own, read when one is first needed.</summary>
public sealed class EnvironmentExpressions : IExpressions
{
    private readonly ConcurrentDictionary<string, LanguageExpressions> _known = new(StringComparer.Ordinal);

    public bool Condition(string expression, ExpressionScope scope) => Of(scope).Condition(expression, scope);

    public IReadOnlyList<Iteration> Items(JsonElement items, ExpressionScope scope) => Of(scope).Items(items, scope);

    public ResolvedArguments Resolve(JsonElement value, ExpressionScope scope) => Of(scope).Resolve(value, scope);

    private LanguageExpressions Of(ExpressionScope scope)
    {
        var environment = scope.State.Plan.Environment;
        var key = environment.Content.ValueKind == JsonValueKind.Object ? environment.Content.GetRawText() : "";
        return _known.GetOrAdd(key, _ => new LanguageExpressions(Secrets(environment)));
    }

    private static EnvironmentSecrets? Secrets(PlanEnvironment environment) =>
        environment.Content.ValueKind == JsonValueKind.Object && environment.Content.TryGetProperty("arrays", out _)
            ? new EnvironmentSecrets(EnvironmentModel.FromPlan(environment))
            : null;
}
