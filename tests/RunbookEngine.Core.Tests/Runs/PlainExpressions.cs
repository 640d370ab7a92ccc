using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Expressions;
using RunbookEngine.Runs;

namespace RunbookEngine.Core.Tests.Runs;

/// <summary>Literals only: <c>true</c>, <c>false</c>, lists of text. Anything else has no value.</summary>
internal sealed class PlainExpressions : IExpressions
{
    public bool Condition(string expression, ExpressionScope scope) =>
        bool.TryParse(expression, out var value) ? value : throw new ExpressionFailedException($"'{expression}' has no value");

    public IReadOnlyList<Iteration> Items(JsonElement items, ExpressionScope scope) =>
        [.. items.EnumerateArray().Select(i => new Iteration(i.GetString()!, i))];

    public ResolvedArguments Resolve(JsonElement value, ExpressionScope scope) => new(value, []);
}
