using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace RunbookEngine.Language.Documents;

/// <summary>What a scalar is by the YAML 1.2 core schema.</summary>
public abstract partial record ScalarValue
{
    private ScalarValue() { }

    public sealed record Null : ScalarValue;

    public sealed record Boolean(bool Value) : ScalarValue;

    public sealed record Integer(BigInteger Value) : ScalarValue;

    public sealed record Number(double Value) : ScalarValue;

    public sealed record String : ScalarValue;

    public static ScalarValue NullValue { get; } = new Null();

    public static ScalarValue Text { get; } = new String();

    /// <summary>Reads a plain scalar. <c>.inf</c> and <c>.nan</c> stay texts: no argument takes them.</summary>
    public static ScalarValue OfPlain(string raw) => raw switch
    {
        "" or "~" or "null" or "Null" or "NULL" => NullValue,
        "true" or "True" or "TRUE" => new Boolean(true),
        "false" or "False" or "FALSE" => new Boolean(false),
        // Longer digits are no number anybody means, and reading them costs the square of their length.
        { Length: > 100 } => Text,
        _ when Decimal().IsMatch(raw) => new Integer(BigInteger.Parse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
        _ when Hexadecimal().IsMatch(raw) => new Integer(BigInteger.Parse("0" + raw[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)),
        _ when Octal().IsMatch(raw) => new Integer(raw[2..].Aggregate(BigInteger.Zero, (sum, digit) => sum * 8 + (digit - '0'))),
        _ when Float().IsMatch(raw) && double.Parse(raw, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) => new Number(number),
        _ => Text,
    };

    /// <summary>A word that YAML 1.1 read as a boolean and YAML 1.2 reads as a text.</summary>
    public static bool IsOldBoolean(string raw) => OldBoolean().IsMatch(raw);

    [GeneratedRegex("^[-+]?[0-9]+$")]
    private static partial Regex Decimal();

    [GeneratedRegex("^0x[0-9a-fA-F]+$")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex("^0o[0-7]+$")]
    private static partial Regex Octal();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();

    [GeneratedRegex("^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$")]
    private static partial Regex OldBoolean();
}
