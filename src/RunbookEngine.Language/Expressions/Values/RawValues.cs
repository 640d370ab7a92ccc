using System.Collections;
using System.Numerics;
using Scriban.Runtime;

namespace RunbookEngine.Language.Expressions;

/// <summary>What values are, and when two are the same: numbers by amount whatever their type, lists and objects by content.</summary>
internal static class RawValues
{
    public static ValueKind KindOf(object? raw) => raw switch
    {
        null => ValueKind.Null,
        bool => ValueKind.Bool,
        int or long or BigInteger => ValueKind.Int,
        float or double or decimal => ValueKind.Number,
        string => ValueKind.String,
        DateTimeOffset => ValueKind.Date,
        TimeSpan => ValueKind.Duration,
        EmptyScriptObject => ValueKind.Empty,
        IScriptCustomFunction => ValueKind.Function,
        _ => List(raw) is null ? ValueKind.Object : ValueKind.List,
    };

    /// <summary>A kind as messages call it, with its article.</summary>
    public static string Named(object? raw) => KindOf(raw) switch
    {
        ValueKind.Null => "null",
        ValueKind.Bool => "a bool",
        ValueKind.Int => "a whole number",
        ValueKind.Number => "a number",
        ValueKind.String => "a string",
        ValueKind.Date => "a date",
        ValueKind.Duration => "a duration",
        ValueKind.List => "a list",
        ValueKind.Object => "an object",
        ValueKind.Empty => "`empty`",
        _ => "a function",
    };

    public static IList? List(object? raw) => raw is ScriptArray or ScriptRange ? (IList)raw : null;

    public static IScriptObject? Object(object? raw) => raw is IScriptObject found and not EmptyScriptObject && List(raw) is null ? found : null;

    public static bool IsNumber(object? raw) => raw is int or double or long or decimal or BigInteger or float;

    public static bool ContainsSecret(object? raw) => raw switch
    {
        ValueObject obj => obj.Keys.Any(key => obj.TryGet(key, out var member) && member.ContainsSecret),
        ScriptObject obj => obj.Values.Any(ContainsSecret),
        _ => List(raw) is { } list && list.Cast<object?>().Any(ContainsSecret),
    };

    public static object? Member(IScriptObject obj, string name, StrictContext? context = null)
    {
        obj.TryGetValue(context!, default, name, out var value);
        return value;
    }

    public static double ToDouble(object raw) => raw switch
    {
        BigInteger b => (double)b,
        bool b => b ? 1 : 0,
        _ => Convert.ToDouble(raw, System.Globalization.CultureInfo.InvariantCulture),
    };

    public static BigInteger ToBig(object raw) => raw switch
    {
        int i => i,
        long l => l,
        BigInteger b => b,
        _ => new BigInteger(ToDouble(raw)),
    };

    /// <summary>A whole number that fits; 3.0 counts as whole.</summary>
    public static bool TryWhole(object? raw, out long value)
    {
        value = raw switch { int i => i, long l => l, _ => 0 };
        if (raw is int or long)
        {
            return true;
        }

        if (raw is not (double or float or decimal) || ToDouble(raw) is var d && (Math.Floor(d) != d || Math.Abs(d) >= 9e15))
        {
            return false;
        }

        value = (long)ToDouble(raw);
        return true;
    }

    /// <summary>Compares two numbers by amount, whatever their types.</summary>
    public static int Compare(object a, object b)
    {
        if (a is int or long or BigInteger && b is int or long or BigInteger)
        {
            return ToBig(a).CompareTo(ToBig(b));
        }

        var (x, y) = (ToDouble(a), ToDouble(b));
        return (a is decimal || b is decimal) && Math.Abs(x) < 7e28 && Math.Abs(y) < 7e28
            ? ToDecimal(a).CompareTo(ToDecimal(b))
            : x.CompareTo(y);
    }

    public static bool Same(object? a, object? b) => ReferenceEquals(a, b) || (a, b) switch
    {
        (null, _) or (_, null) => false,
        (string x, string y) => x == y,
        (bool x, bool y) => x == y,
        (DateTimeOffset x, DateTimeOffset y) => x == y,
        (TimeSpan x, TimeSpan y) => x == y,
        _ when IsNumber(a) => IsNumber(b) && Compare(a, b) == 0,
        _ when List(a) is { } x => List(b) is { } y && x.Count == y.Count && x.Cast<object?>().Zip(y.Cast<object?>()).All(p => Same(p.First, p.Second)),
        _ when Object(a) is { } x => Object(b) is { } y && x.Count == y.Count
            && x.GetMembers().All(key => y.Contains(key) && Same(Member(x, key), Member(y, key))),
        _ => false,
    };

    public static int Hash(object? raw) => raw switch
    {
        null => 0,
        string s => s.GetHashCode(StringComparison.Ordinal),
        _ when IsNumber(raw) => ToDouble(raw).GetHashCode(),
        _ when List(raw) is { } list => list.Count,
        IScriptObject obj => obj.Count,
        _ => raw.GetHashCode(),
    };

    private static decimal ToDecimal(object raw) => raw is BigInteger b ? (decimal)b : Convert.ToDecimal(raw, System.Globalization.CultureInfo.InvariantCulture);
}
