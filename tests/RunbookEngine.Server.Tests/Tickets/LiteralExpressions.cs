using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Expressions;
using RunbookEngine.Runs;

namespace RunbookEngine.Server.Tests.Tickets;

/// <summary>Arguments as they are written: the plans of these tests hold no expressions.</summary>
internal sealed class LiteralExpressions : IExpressions
{
    public bool Condition(string expression, ExpressionScope scope) => bool.Parse(expression);

    public IReadOnlyList<Iteration> Items(JsonElement items, ExpressionScope scope) => [.. items.EnumerateArray().Select(i => new Iteration(i.ToString(), i))];

    public ResolvedArguments Resolve(JsonElement value, ExpressionScope scope) => new(value, []);
}
