using System.Globalization;
using System.Numerics;

namespace RunbookEngine.Language.Expressions;

/// <summary>Scriban's number tower: decimal, double, float, big integer, long, int; the wider operand decides.</summary>
internal static class Numbers
{
    public static bool IsNumber(object? raw) => raw is int or double or long or decimal or BigInteger or float;

    /// <summary>0 is no number; a bool ranks below int and counts as 0 or 1.</summary>
    public static int Rank(object? raw) => raw switch
    {
        bool => 1,
        int => 2,
        long => 3,
        BigInteger => 4,
        float => 5,
        double => 6,
        decimal => 7,
        _ => 0,
    };

    public static double ToDouble(object raw) => raw switch
    {
        int i => i,
        long l => l,
        BigInteger b => (double)b,
        float f => f,
        double d => d,
        decimal m => (double)m,
        bool b => b ? 1 : 0,
        _ => throw new ArgumentException($"{raw.GetType().Name} is not a number", nameof(raw)),
    };

    /// <exception cref="OverflowException">The amount is outside of decimal's range.</exception>
    public static decimal ToDecimal(object raw) => raw switch
    {
        int i => i,
        long l => l,
        BigInteger b => (decimal)b,
        float f => (decimal)f,
        double d => (decimal)d,
        decimal m => m,
        bool b => b ? 1 : 0,
        _ => throw new ArgumentException($"{raw.GetType().Name} is not a number", nameof(raw)),
    };

    public static float ToSingle(object raw) => raw is float f ? f : (float)ToDouble(raw);

    public static BigInteger ToBig(object raw) => raw switch
    {
        int i => i,
        long l => l,
        BigInteger b => b,
        bool b => b ? 1 : 0,
        _ => new BigInteger(ToDouble(raw)),
    };

    /// <summary>Compares by amount, whatever the types.</summary>
    public static int Compare(object a, object b)
    {
        var rank = Math.Max(Rank(a), Rank(b));
        if (rank <= 4)
        {
            return ToBig(a).CompareTo(ToBig(b));
        }

        if (rank == 7)
        {
            var (x, y) = (ToDouble(a), ToDouble(b));
            if (Math.Abs(x) < 7e28 && Math.Abs(y) < 7e28)
            {
                return ToDecimal(a).CompareTo(ToDecimal(b));
            }
        }

        return ToDouble(a).CompareTo(ToDouble(b));
    }

    /// <summary>As .NET writes it in the invariant culture: the shortest text that reads back as the same number.</summary>
    public static string Text(object raw) => Convert.ToString(raw, CultureInfo.InvariantCulture) ?? "";
}
