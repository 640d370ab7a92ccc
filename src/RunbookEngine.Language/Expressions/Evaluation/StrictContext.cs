using System.Collections;
using System.Globalization;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Runtime.Accessors;
using Scriban.Syntax;

namespace RunbookEngine.Language.Expressions;

/// <summary>
/// Scriban's evaluator, made strict: every node comes by <see cref="Evaluate"/>, where steps are counted and what Scriban would answer with
/// a silent null, a member of a .NET type or a value of the machine is decided here. Serves one evaluation on one thread.
/// </summary>
internal partial class StrictContext : TemplateContext
{
    private readonly NodeTable _nodes;
    private readonly IScope _scope;
    private readonly EvaluationOptions _options;
    private readonly Stack<Dictionary<string, object?>> _loops = new();

    public StrictContext(EvaluationOptions options, NodeTable nodes, IScope scope) : base(Builtins.None)
    {
        (_options, _nodes, _scope) = (options, nodes, scope);
        Budget = new EvaluationBudget(options);
        LoopLimit = (int)Math.Min(int.MaxValue, options.MaxItems);
        LimitToString = (int)Math.Min(int.MaxValue, options.MaxCharacters);
        OnStringLimit = OnOutputLimit = ScriptLimitBehavior.Throw;
        ObjectRecursionLimit = 100;
        AutoIndent = false;
    }

    public EvaluationBudget Budget { get; }

    /// <summary>A secret was read: whatever is computed may have been made from it.</summary>
    public bool HasReadSecret { get; private set; }

    protected bool IsStrict => _options.NullStrict;

    public void Reads(Value value) => HasReadSecret |= value.IsSecret;

    public static bool IsLimit(Exception error) => error.Message.Contains("limit", StringComparison.OrdinalIgnoreCase) || error is OutOfMemoryException;

    public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction)
    {
        if (scriptNode is null)
        {
            return null;
        }

        Budget.Step();
        return _nodes.Find(scriptNode) switch
        {
            NameExpression name => Name(name),
            LiteralExpression { Node: ScriptVariable } => EmptyScriptObject.Default,
            MemberExpression member => Member(member),
            IndexExpression index => Index(index),
            IsEmptyExpression empty => IsEmpty(empty),
            UnaryExpression unary => Unary(unary),
            BinaryExpression binary => Binary(binary),
            ConditionalExpression conditional => Compute(ToBool(default, Compute(conditional.Condition)) ? conditional.Then : conditional.Else),
            CallExpression call => Call(call),
            FunctionExpression function => new CheckedFunction(function.Function),
            InterpolatedExpression text => Interpolate(text),
            ArrayExpression array => Counted(array.Items.Count, scriptNode),
            ObjectExpression obj => Counted(obj.Members.Count, scriptNode),
            _ => base.Evaluate(scriptNode, aliasReturnedFunction),
        };
    }

    internal object? Compute(Expression expression) => Evaluate(expression.Node, false);

    /// <summary>The text of a value inside a larger text.</summary>
    /// <exception cref="EvaluationError">It is null and null has no text.</exception>
    public string Print(object? value, Expression at)
    {
        if (value is null && _options.NullText is null && !(at.IsLenient || !IsStrict))
        {
            throw EvaluationError.At(at, ExpressionCodes.NullValue, "this is null and cannot be written into a text", "give a text for that case: `x ?? \"none\"`");
        }

        var text = value is null ? _options.NullText ?? "" : ObjectToString(value) ?? "";
        Budget.Text(text.Length);
        return text;
    }

    /// <summary>As Scriban prints, with our dates and durations; what is too long ends the evaluation instead of being cut.</summary>
    public override string? ObjectToString(object? value, bool nested = false)
    {
        var text = value switch
        {
            DateTimeOffset date => DateFormat.Format(date, DateFormat.Default),
            TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
            ValueObject obj => base.ObjectToString(Copy(obj), nested),
            IScriptCustomFunction => "<function>",
            _ => base.ObjectToString(value, nested),
        };
        return text?.Length >= LimitToString ? throw new BudgetSpent($"this makes more than {_options.MaxCharacters} characters of text") : text;
    }

    private ScriptObject Copy(ValueObject obj)
    {
        var copy = new ScriptObject();
        foreach (var key in obj.Keys)
        {
            copy[key] = RawValues.Member(obj, key, this);
        }

        return copy;
    }

    // No member of a .NET type is to be had: DateTimeOffset.LocalDateTime would be in the machine's zone.
    protected override IObjectAccessor GetMemberAccessorImpl(object target) =>
        target is IScriptObject ? base.GetMemberAccessorImpl(target)! : NullAccessor.Default;

    /// <summary>Names that the loops of a text give, innermost first.</summary>
    private bool TryLoopVariable(string name, out object? value)
    {
        foreach (var names in _loops)
        {
            if (names.TryGetValue(name, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }

    public override void SetLoopVariable(ScriptVariable variable, object? value) => _loops.Peek()[variable.Name] = value;

    protected override void OnEnterLoop(ScriptLoopStatementBase loop) => _loops.Push([]);

    protected override void OnExitLoop(ScriptLoopStatementBase loop) => _loops.Pop();

    private object? Counted(int count, ScriptNode node)
    {
        Budget.Items(count);
        return base.Evaluate(node, false);
    }

    private string Interpolate(InterpolatedExpression text)
    {
        var builder = new System.Text.StringBuilder();
        foreach (var part in text.Parts)
        {
            builder.Append(Print(Compute(part), part));
        }

        return builder.ToString();
    }

    private object? IsEmpty(IsEmptyExpression empty)
    {
        var target = Compute(empty.Target);
        return target switch
        {
            null => IsStrict ? true : null,
            string text => text.Length == 0,
            EmptyScriptObject => true,
            _ when RawValues.List(target) is { } list => list.Count == 0,
            _ when RawValues.Object(target) is { } obj => obj.Count == 0,
            _ => false,
        };
    }

    /// <summary>A list that Scriban answers lazily, made and counted; it stays a range to object.kind.</summary>
    internal object? Made(object? result)
    {
        if (result is string or null || result is not IEnumerable items || RawValues.Object(result) is not null)
        {
            return result;
        }

        var list = new ScriptArray();
        foreach (var item in items)
        {
            Budget.Items(1);
            list.Add(item);
        }

        return result is ScriptArray ? list : new ScriptRange(list);
    }
}
