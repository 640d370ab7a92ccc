using System.Globalization;
using System.Numerics;
using static RunbookEngine.Language.Expressions.Parameters;

namespace RunbookEngine.Language.Expressions;

internal static class NumberFunctions
{
    public static IEnumerable<FunctionSpec> All { get; } =
    [
        Make("abs", "The amount without its sign.", [Number("value")], Abs, t => t[0].IsNumeric ? t[0] : ExprType.Number, ("-15.5 | math.abs", "15.5"), ("-5 | math.abs", "5")),
        Make("ceil", "The smallest whole amount that is not less.", [Number("value")], null, null, ("4.3 | math.ceil", "5")),
        Make("floor", "The largest whole amount that is not more.", [Number("value")], null, null, ("4.6 | math.floor", "4")),
        Make("round", "The nearest amount with so many digits behind the point; halves go to the even one.", [Number("value"), Int("precision", "0")],
            null, null, ("4.6 | math.round", "5"), ("4.5612 | math.round 2", "4.56")),
        Make("plus", "Adds.", [Number("value"), Number("with")], a => Apply(a, BinaryOperator.Add), Wider, ("1 | math.plus 2", "3")),
        Make("minus", "Subtracts.", [Number("value"), Number("with")], a => Apply(a, BinaryOperator.Subtract), Wider, ("255 | math.minus 5", "250")),
        Make("times", "Multiplies.", [Number("value"), Number("with")], a => Apply(a, BinaryOperator.Multiply), Wider, ("2 | math.times 3", "6")),
        Make("modulo", "The remainder of a division.", [Number("value"), Number("with")], a => Apply(a, BinaryOperator.Modulo), Wider, ("11 | math.modulo 10", "1")),
        Make("divided_by", "Divides; by a whole number the result is rounded down to a whole one.", [Number("value"), Number("divisor")], DividedBy,
            t => t[1].Kind == ExprKind.Int ? ExprType.Int : ExprType.Number, ("8.4 | math.divided_by 2.0 | math.round 1", "4.2"), ("8.4 | math.divided_by 2", "4")),
        Make("format", "Writes a number in a .NET format such as N2, F1, X4, P0.", [Number("value"), Text("format"), Text("culture", "\"\"")], Format,
            _ => ExprType.String, ("255 | math.format \"X4\"", "00FF"), ("1523 | math.format \"N2\"", "1,523.00")),
        Make("is_number", "Whether a value is a number.", [Any("value")], a => RawValues.IsNumber(a[0]), _ => ExprType.Bool,
            ("255 | math.is_number", "true"), ("\"yo\" | math.is_number", "false")),
    ];

    /// <summary>A format may ask for many digits: N1000 writes a thousand.</summary>
    private const int LongestFormat = 20;

    internal static string Formatted(Arguments a, IFormattable value)
    {
        DateFunctions.CheckCulture(a, 2);
        var format = a.Text(1);
        if (format.Length > LongestFormat || format.Count(char.IsAsciiDigit) > 3)
        {
            throw a.Fail(1, "this format is too long");
        }

        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static FunctionSpec Make(
        string name, string summary, FunctionParameter[] parameters, Func<Arguments, object?>? body, Func<IReadOnlyList<ExprType>, ExprType>? infer,
        params (string, string)[] examples) => new()
        {
            Name = "math." + name,
            Summary = summary,
            Parameters = parameters,
            Returns = infer?.Invoke([.. parameters.Select(p => p.Type)]) ?? ExprType.Number,
            Examples = examples,
            Body = body,
            Infer = infer,
        };

    private static ExprType Wider(IReadOnlyList<ExprType> types) =>
        types[0].Kind == ExprKind.Int && types[1].Kind == ExprKind.Int ? ExprType.Int : ExprType.Number;

    // The smallest int has no positive one of its size.
    private static object? Abs(Arguments a) => a[0] switch
    {
        null => null,
        int or long or BigInteger => Value.Of(BigInteger.Abs(RawValues.ToBig(a[0]!))).Raw,
        float f => Math.Abs(f),
        double d => Math.Abs(d),
        decimal m => Math.Abs(m),
        _ => throw a.Fail(0, $"this is {RawValues.Named(a[0])}, not a number"),
    };

    private static object? Apply(Arguments a, BinaryOperator op) => a.Operate(op, a[0], a[1]);

    // The whole result however large; Scriban's ends at 32 bits.
    private static object? DividedBy(Arguments a)
    {
        var result = a.Operate(BinaryOperator.Divide, a.Double(0), a[1]);
        return a[1] is int && result is double d ? Value.Of(new BigInteger(Math.Floor(d))).Raw : result;
    }

    private static object? Format(Arguments a) => a[0] is null ? ""
        : RawValues.IsNumber(a[0]) ? Formatted(a, (IFormattable)a[0]!)
        : throw a.Fail(0, $"this is {RawValues.Named(a[0])}, not a number");
}
