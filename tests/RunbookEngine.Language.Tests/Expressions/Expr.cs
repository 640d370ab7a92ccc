using System.Text.Json.Nodes;
using RunbookEngine.Language.Expressions;
using Xunit;

namespace RunbookEngine.Language.Tests.Expressions;

/// <summary>Short ways to read and compute an expression in a test.</summary>
internal static class Expr
{
    public static Scope Json(string json) => Scope.Of(JsonNode.Parse(json)!.AsObject());

    public static Value Value(string text, IScope? scope = null, EvaluationOptions? options = null)
    {
        var parsed = ExpressionParser.Parse(text);
        Assert.True(parsed.IsValid, $"{text} → {string.Join("; ", parsed.Diagnostics)}");
        return Evaluator.Evaluate(parsed, scope ?? Scope.Empty, options) switch
        {
            EvaluationResult.Succeeded success => success.Value,
            EvaluationResult.Failed failed => throw new InvalidOperationException($"{text} → {failed.Error}"),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>What Scriban would print, by Scriban's lenient rules for null.</summary>
    public static string Print(string text, IScope? scope = null) => Value(text, scope, EvaluationOptions.Scriban).ToText();

    public static ExpressionDiagnostic Failure(string text, IScope? scope = null, EvaluationOptions? options = null)
    {
        var parsed = ExpressionParser.Parse(text);
        Assert.True(parsed.IsValid, $"{text} → {string.Join("; ", parsed.Diagnostics)}");
        return Assert.IsType<EvaluationResult.Failed>(Evaluator.Evaluate(parsed, scope ?? Scope.Empty, options)).Error;
    }

    public static ExpressionDiagnostic SyntaxError(string text)
    {
        var parsed = ExpressionParser.Parse(text);
        Assert.False(parsed.IsValid, $"{text} was accepted");
        return parsed.Diagnostics[0];
    }
}
