using System.Collections;
using RunbookEngine.Language.Expressions;
using Scriban.Runtime;
using Scriban.Syntax;

namespace RunbookEngine.Language.Templates;

/// <summary>Computes templates with Scriban: a single expression gives its own value, everything else a text.</summary>
public static class TemplateRenderer
{
    /// <summary>The text is secret when a secret was read on the way.</summary>
    /// <exception cref="ArgumentException">The template could not be read; show its diagnostics instead.</exception>
    public static EvaluationResult Render(Template template, IScope scope, EvaluationOptions? options = null)
    {
        if (!template.IsValid)
        {
            throw new ArgumentException("the template has errors and cannot be rendered", nameof(template));
        }

        var rendering = new Rendering(template, scope, options ?? EvaluationOptions.Default);
        return template.Single is { } single
            ? Evaluator.Run(rendering, () => rendering.Compute(single), single)
            : Evaluator.Run(rendering, rendering.Text, new LiteralExpression(0, template.Text.Length, Value.Null));
    }

    private sealed class Rendering(Template template, IScope scope, EvaluationOptions options) : StrictContext(options, template.Table, scope)
    {
        private ScriptNode? _iterator;

        public string Text()
        {
            Evaluate(template.Page, false);
            return Output.ToString() ?? "";
        }

        public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction)
        {
            switch (scriptNode)
            {
                case ScriptRawStatement raw:
                    Budget.Text(raw.Text.Length);
                    break;
                case ScriptExpressionStatement { Expression: { } printed } when template.Table.Find(printed) is { } written:
                    return Print(Compute(written), written);
                case not null when scriptNode != _iterator && template.Loops.TryGetValue(scriptNode, out var loop):
                    _iterator = scriptNode;
                    var items = Items(loop);
                    _iterator = null;
                    return items;
            }

            return base.Evaluate(scriptNode, aliasReturnedFunction);
        }

        private ScriptArray Items(TemplateNode.For loop)
        {
            var value = Compute(loop.Items);
            IEnumerable<object?> items = value switch
            {
                _ when RawValues.List(value) is { } list => list.Cast<object?>(),
                _ when RawValues.Object(value) is { } obj => obj.GetMembers().Select(key => new ScriptObject { ["key"] = key, ["value"] = RawValues.Member(obj, key, this) }),
                null when !IsStrict => [],
                _ => throw EvaluationError.At(
                    loop.Items, value is null ? ExpressionCodes.NullValue : ExpressionCodes.WrongValue, $"a loop needs a list, this is {RawValues.Named(value)}"),
            };
            object?[] found = [.. items.Skip(Count(loop.Offset, 0)).Take(Count(loop.Limit, int.MaxValue))];
            Budget.Items(found.Length);
            return new ScriptArray(loop.IsReversed ? found.Reverse() : found);
        }

        private int Count(Expression? expression, int otherwise)
        {
            if (expression is null)
            {
                return otherwise;
            }

            var value = Compute(expression);
            return RawValues.TryWhole(value, out var count)
                ? (int)Math.Clamp(count, 0, int.MaxValue)
                : throw EvaluationError.At(expression, ExpressionCodes.WrongValue, $"this must be a whole number, it is {RawValues.Named(value)}");
        }
    }
}
