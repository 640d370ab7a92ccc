using System.Text.Json;
using RunbookEngine.Activities;
using RunbookEngine.Runs;

namespace RunbookEngine.Expressions;

/// <summary>Evaluates the expressions a plan carries. Pure: the same scope gives the same value.</summary>
public interface IExpressions
{
    /// <summary>A condition (<c>when</c>), an expression without <c>${{ }}</c>.</summary>
    /// <exception cref="ExpressionFailedException">It has no value, or not one of true and false.</exception>
    bool Condition(string expression, ExpressionScope scope);

    /// <summary>The items of a <c>foreach</c>: an expression as text, or a literal list whose texts may hold expressions.</summary>
    /// <exception cref="ExpressionFailedException">It does not give a list.</exception>
    IReadOnlyList<Iteration> Items(JsonElement items, ExpressionScope scope);

    /// <summary>A value with every <c>${{ }}</c> inside it evaluated.</summary>
    /// <exception cref="ExpressionFailedException">An expression has no value.</exception>
    ResolvedArguments Resolve(JsonElement value, ExpressionScope scope);
}
