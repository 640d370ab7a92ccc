using System.Text;
using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Templates;

/// <summary>One rendering: writes node after node, one budget for all.</summary>
internal sealed class Rendering(Evaluation evaluation)
{
    private readonly StringBuilder _text = new();
    private bool _secret;

    public Value Run(IReadOnlyList<TemplateNode> nodes, IScope scope)
    {
        Write(nodes, scope);
        return Value.Of(_text.ToString()).Tainted(_secret);
    }

    private void Write(IReadOnlyList<TemplateNode> nodes, IScope scope)
    {
        foreach (var node in nodes)
        {
            evaluation.Budget.Step();
            switch (node)
            {
                case TemplateNode.Fixed plain:
                    evaluation.Budget.Text(plain.Text.Length);
                    _text.Append(plain.Text);
                    break;
                case TemplateNode.Print print:
                    var value = Compute(print.Expression, scope);
                    _text.Append(evaluation.Print(value, print.Expression));
                    break;
                case TemplateNode.If branch:
                    WriteIf(branch, scope);
                    break;
                case TemplateNode.For loop:
                    WriteFor(loop, scope);
                    break;
            }
        }
    }

    private Value Compute(Expression expression, IScope scope)
    {
        var value = evaluation.Run(expression, scope);
        _secret |= value.ContainsSecret;
        return value;
    }

    private void WriteIf(TemplateNode.If branch, IScope scope)
    {
        foreach (var (condition, body) in branch.Branches)
        {
            if (Compute(condition, scope).IsTruthy)
            {
                Write(body, scope);
                return;
            }
        }

        Write(branch.Otherwise, scope);
    }

    private void WriteFor(TemplateNode.For loop, IScope scope)
    {
        var items = Items(loop, scope);
        if (items.Count == 0)
        {
            Write(loop.Otherwise, scope);
            return;
        }

        for (var i = 0; i < items.Count; i++)
        {
            var inner = new Scope(
                new Dictionary<string, Value> { [loop.Variable] = items[i], ["for"] = Value.Of(new LoopState(items, i)) }, scope);
            Write(loop.Body, inner);
        }
    }

    private IReadOnlyList<Value> Items(TemplateNode.For loop, IScope scope)
    {
        var value = Compute(loop.Items, scope);
        IEnumerable<Value> items = value switch
        {
            _ when value.TryGetList(out var list) => list,
            _ when value.TryGetObject(out var obj) => obj.Keys.Select(key => Pair(obj, key)),
            { IsNull: true } when !evaluation.Options.NullStrict => [],
            _ => throw EvaluationError.At(
                loop.Items, value.IsNull ? ExpressionCodes.NullValue : ExpressionCodes.WrongValue, $"a loop needs a list, this is {Kinds.Named(value.Kind)}"),
        };
        items = items.Skip(Count(loop.Offset, scope, 0)).Take(Count(loop.Limit, scope, int.MaxValue));
        Value[] found = [.. items];
        evaluation.Budget.Items(found.Length);
        if (loop.IsReversed)
        {
            Array.Reverse(found);
        }

        return found;
    }

    private int Count(Expression? expression, IScope scope, int otherwise)
    {
        if (expression is null)
        {
            return otherwise;
        }

        var value = Compute(expression, scope);
        return value.TryGetInt64(out var count)
            ? (int)Math.Clamp(count, 0, int.MaxValue)
            : throw EvaluationError.At(expression, ExpressionCodes.WrongValue, $"this must be a whole number, it is {Kinds.Named(value.Kind)}");
    }

    private static Value Pair(ValueObject obj, string key)
    {
        obj.TryGet(key, out var value);
        return Value.Of(ValueObject.Of([new("key", Value.Of(key)), new("value", value)]));
    }
}
