using System.Numerics;

namespace RunbookEngine.Language.Expressions;

/// <summary>Equality by content: numbers by amount whatever their type, lists and objects element by element.</summary>
internal static class ValueEquality
{
    public static bool Same(object? a, object? b)
    {
        if (ReferenceEquals(a, b))
        {
            return true;
        }

        return (a, b) switch
        {
            (null, _) or (_, null) => false,
            (string x, string y) => x == y,
            (bool x, bool y) => x == y,
            (DateTimeOffset x, DateTimeOffset y) => x == y,
            (TimeSpan x, TimeSpan y) => x == y,
            (ValueList x, ValueList y) => SameList(x, y),
            (ValueObject x, ValueObject y) => SameObject(x, y),
            _ => Numbers.IsNumber(a) && Numbers.IsNumber(b) && Numbers.Compare(a, b) == 0,
        };
    }

    public static int Hash(object? raw) => raw switch
    {
        null => 0,
        string s => s.GetHashCode(StringComparison.Ordinal),
        ValueList list => list.Count,
        ValueObject obj => obj.Count,
        BigInteger or int or long or float or double or decimal => Numbers.ToDouble(raw).GetHashCode(),
        _ => raw.GetHashCode(),
    };

    private static bool SameList(ValueList x, ValueList y)
    {
        if (x.Count != y.Count)
        {
            return false;
        }

        for (var i = 0; i < x.Count; i++)
        {
            if (!Same(x[i].Raw, y[i].Raw))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameObject(ValueObject x, ValueObject y) =>
        x.Count == y.Count
        && x.Keys.All(key => x.TryGet(key, out var left) && y.TryGet(key, out var right) && Same(left.Raw, right.Raw));
}
