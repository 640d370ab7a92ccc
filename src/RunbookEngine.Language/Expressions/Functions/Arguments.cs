using System.Collections;
using System.Globalization;
using System.Numerics;
using Scriban.Runtime;

namespace RunbookEngine.Language.Expressions;

/// <summary>The arguments of one call, converted as Scriban converts them, with the places they are written at.</summary>
internal sealed class Arguments(
    StrictContext context, FunctionSpec function, Expression at, IReadOnlyList<Expression?> places, IReadOnlyList<object?> values, IReadOnlyList<object?> rest)
{
    public StrictContext Context => context;

    public FunctionSpec Function => function;

    public Expression At => at;

    public IReadOnlyList<Expression?> Places => places;

    public IReadOnlyList<object?> Values => values;

    public IReadOnlyList<object?> Rest => rest;

    public object? this[int index] => index < values.Count ? values[index] : null;

    /// <summary>Given and not null.</summary>
    public bool Has(int index) => this[index] is not null;

    public string Text(int index) => context.ObjectToString(this[index]) ?? "";

    public string Text(int index, string otherwise) => Has(index) ? Text(index) : otherwise;

    public int Int(int index, int otherwise) => Has(index) ? Int(index) : otherwise;

    /// <summary>Fractions round to the nearest even number, texts are read, as Convert.ToInt32 does.</summary>
    public int Int(int index)
    {
        switch (this[index])
        {
            case null:
                return 0;
            case bool b:
                return b ? 1 : 0;
            case string s when int.TryParse(s, CultureInfo.InvariantCulture, out var read):
                return read;
            case var raw when RawValues.IsNumber(raw) && Math.Round(RawValues.ToDouble(raw!)) is >= int.MinValue and <= int.MaxValue and var rounded:
                return (int)rounded;
            default:
                throw Wrong(index, "a whole number");
        }
    }

    public double Double(int index) => this[index] switch
    {
        null => 0,
        bool b => b ? 1 : 0,
        var raw when RawValues.IsNumber(raw) => RawValues.ToDouble(raw),
        _ => throw Wrong(index, "a number"),
    };

    /// <summary>The list; null counts as an empty one, which only happens when null is allowed.</summary>
    public IList List(int index) => RawValues.List(this[index]) ?? (this[index] is null ? new ScriptArray() : throw Wrong(index, "a list"));

    /// <summary>A date; one that went through JSON is a text by now and is read again.</summary>
    public DateTimeOffset Date(int index) => this[index] switch
    {
        DateTimeOffset date => date,
        string text when DateText.TryRead(text, null, out var read) => read,
        _ => throw Wrong(index, "a date"),
    };

    /// <summary>A function that will be called with <paramref name="given"/> arguments.</summary>
    public IScriptCustomFunction Callee(int index, int given)
    {
        if (this[index] is not CheckedFunction callee)
        {
            throw Wrong(index, "a function, such as `@string.upcase`");
        }

        return given >= callee.RequiredParameterCount && (given <= callee.ParameterCount || callee.Function.TakesRest) ? callee
            : throw Error(-1, ExpressionCodes.Arguments, $"`{callee.Function.Name}` does not fit here: it would get {given} arguments", callee.Function.Signature);
    }

    /// <summary>An operator on two of the values, with this call's place and budget.</summary>
    public object? Operate(BinaryOperator op, object? left, object? right) =>
        context.Operate(new BinaryExpression(at.Offset, at.Length, op, Place(0), Place(1), at.Offset), left, right);

    /// <summary>An error at the place of an argument.</summary>
    public EvaluationError Fail(int index, string message, string? help = null) => Error(index, ExpressionCodes.WrongValue, message, help);

    public EvaluationError Error(int index, string code, string message, string? help) => EvaluationError.At(Place(index), code, message, help);

    /// <summary>An argument as Scriban's function wants it, checked by the type that the catalogue gives it.</summary>
    public object? Checked(int index, Type wanted) => function.Parameters[index].Type.Kind switch
    {
        ExprKind.String => this[index] is null ? null : Text(index),
        ExprKind.Int => Int(index),
        ExprKind.List => List(index),
        ExprKind.Function => Has(index) ? Callee(index, 1 + rest.Count) : null,
        ExprKind.Number when wanted == typeof(object) => RawValues.IsNumber(this[index]) || this[index] is null ? this[index] : throw Wrong(index, "a number"),
        ExprKind.Number => Double(index),
        ExprKind.Bool => context.ToBool(default, this[index]),
        _ => this[index],
    };

    private Expression Place(int index) => index >= 0 && index < places.Count && places[index] is { } argument ? argument : at;

    private EvaluationError Wrong(int index, string expected) =>
        Fail(index, $"`{function.Parameters[Math.Min(index, function.Parameters.Count - 1)].Name}` of `{function.Name}` must be {expected}, this is {RawValues.Named(this[index])}");
}
