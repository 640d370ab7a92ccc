using System.Globalization;
using System.Numerics;

namespace RunbookEngine.Language.Expressions;

/// <summary>The arguments of one call, converted as Scriban converts them.</summary>
internal sealed class Arguments(CallSite site, IReadOnlyList<Value?> values, IReadOnlyList<Value> rest)
{
    public FunctionSpec Function => site.Function;

    public EvaluationBudget Budget => site.Budget;

    public IReadOnlyList<Value> Rest => rest;

    public Value this[int index] => values[index] ?? Value.Null;

    /// <summary>Given and not null.</summary>
    public bool Has(int index) => values[index] is { IsNull: false };

    public string Text(int index) => this[index].ToText();

    public string Text(int index, string otherwise) => Has(index) ? Text(index) : otherwise;

    public int Int(int index, int otherwise) => Has(index) ? Int(index) : otherwise;

    /// <summary>Fractions round to the nearest even number, texts are read, as Convert.ToInt32 does.</summary>
    public int Int(int index)
    {
        var raw = this[index].Raw;
        switch (raw)
        {
            case null:
                return 0;
            case int i:
                return i;
            case bool b:
                return b ? 1 : 0;
            case string s when int.TryParse(s, CultureInfo.InvariantCulture, out var read):
                return read;
            case long or BigInteger or float or double or decimal:
                var rounded = Math.Round(Numbers.ToDouble(raw));
                if (rounded is >= int.MinValue and <= int.MaxValue)
                {
                    return (int)rounded;
                }

                break;
        }

        throw Wrong(index, "a whole number");
    }

    public double Double(int index) => this[index].Raw switch
    {
        null => 0,
        bool b => b ? 1 : 0,
        var raw when Numbers.IsNumber(raw) => Numbers.ToDouble(raw),
        _ => throw Wrong(index, "a number"),
    };

    /// <summary>The list; null counts as an empty one, which only happens when null is allowed.</summary>
    public ValueList List(int index) => this[index].Raw switch
    {
        ValueList list => list,
        null => ValueList.None,
        _ => throw Wrong(index, "a list"),
    };

    /// <summary>A date; one that went through JSON is a text by now and is read again.</summary>
    public DateTimeOffset Date(int index) => this[index].Raw switch
    {
        DateTimeOffset date => date,
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read) => read,
        _ => throw Wrong(index, "a date"),
    };

    public Value Call(int index, Value first, IReadOnlyList<Value> more)
    {
        if (this[index].Raw is not FunctionSpec callee)
        {
            throw Wrong(index, "a function, such as `@string.upcase`");
        }

        return site.Invoke(callee, [first, .. more]);
    }

    /// <summary>An operator on two values, with this call's place and budget.</summary>
    public Value Operate(BinaryOperator op, Value left, Value right) => site.Operate(op, left, right);

    /// <summary>An error at the place of an argument.</summary>
    public EvaluationError Fail(int index, string message, string? help = null) => site.Error(index, ExpressionCodes.WrongValue, message, help);

    private EvaluationError Wrong(int index, string expected) =>
        Fail(index, $"`{Function.Parameters[Math.Min(index, Function.Parameters.Count - 1)].Name}` of `{Function.Name}` must be {expected}, this is {Kinds.Named(this[index].Kind)}");
}
