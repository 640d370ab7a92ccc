using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RunbookEngine.Language.Expressions;

/// <summary>A value of the expression language. Immutable; carries whether a secret went into it.</summary>
public readonly struct Value : IEquatable<Value>
{
    /// <summary>What stands in place of a secret wherever people read.</summary>
    public const string Mask = "***";

    private Value(object? raw, bool isSecret)
    {
        Raw = raw;
        IsSecret = isSecret;
    }

    public static Value Null => default;

    public static Value True { get; } = new(true, false);

    public static Value False { get; } = new(false, false);

    internal static Value Empty { get; } = new(EmptyWord.Instance, false);

    /// <summary>bool, int, long, BigInteger, float, double, decimal, string, DateTimeOffset, TimeSpan, ValueList, ValueObject, or null.</summary>
    internal object? Raw { get; }

    /// <summary>This value itself was made from a secret. See <see cref="ContainsSecret"/> for its elements.</summary>
    public bool IsSecret { get; }

    public bool IsNull => Raw is null;

    public ValueKind Kind => Raw switch
    {
        null => ValueKind.Null,
        bool => ValueKind.Bool,
        int or long or BigInteger => ValueKind.Int,
        float or double or decimal => ValueKind.Number,
        string => ValueKind.String,
        DateTimeOffset => ValueKind.Date,
        TimeSpan => ValueKind.Duration,
        ValueList => ValueKind.List,
        ValueObject => ValueKind.Object,
        EmptyWord => ValueKind.Empty,
        _ => ValueKind.Function,
    };

    public static Value Of(bool value) => value ? True : False;

    public static Value Of(int value) => new(value, false);

    /// <summary>Held as int where it fits, as Scriban does.</summary>
    public static Value Of(long value) => new(value is >= int.MinValue and <= int.MaxValue ? (int)value : (object)value, false);

    public static Value Of(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? Of((long)value) : new(value, false);

    public static Value Of(float value) => new(value, false);

    public static Value Of(double value) => new(value, false);

    public static Value Of(decimal value) => new(value, false);

    public static Value Of(string? value) => new(value, false);

    public static Value Of(DateTimeOffset value) => new(value, false);

    public static Value Of(TimeSpan value) => new(value, false);

    public static Value Of(ValueList value) => new(value, false);

    public static Value Of(ValueObject value) => new(value, false);

    public static Value Of(IEnumerable<Value> items) => new(new ValueList([.. items]), false);

    public static Value Of(JsonNode? node) => JsonValues.From(node);

    public static Value Of(JsonElement element) => JsonValues.From(element);

    /// <summary>A text that must not be shown. Whatever is computed from it is secret as well.</summary>
    public static Value Secret(string value) => new(value, true);

    internal static Value Function(FunctionSpec function) => new(function, false);

    /// <summary>The same value, secret when <paramref name="secret"/> says so or it was already.</summary>
    public Value Tainted(bool secret) => secret && !IsSecret ? new(Raw, true) : this;

    /// <summary>This value or anything inside it is secret.</summary>
    public bool ContainsSecret => IsSecret || Raw switch
    {
        ValueList list => list.Any(item => item.ContainsSecret),
        ValueObject obj => obj.Keys.Any(key => obj.TryGet(key, out var member) && member.ContainsSecret),
        _ => false,
    };

    /// <summary>A copy fit to be shown: every secret replaced by <see cref="Mask"/>.</summary>
    public Value Redact()
    {
        if (IsSecret)
        {
            return Of(Mask);
        }

        return Raw switch
        {
            ValueList list when ContainsSecret => new(new ValueList([.. list.Select(item => item.Redact())], list.IsRange), false),
            ValueObject obj when ContainsSecret => Of(ValueObject.Of(obj.Keys.Select(key =>
                KeyValuePair.Create(key, obj.TryGet(key, out var member) ? member.Redact() : Null)))),
            _ => this,
        };
    }

    /// <summary>Everything but null, false and <c>empty</c> is true: 0 and "" are true as well, as in Scriban.</summary>
    public bool IsTruthy => Raw switch { null => false, bool b => b, EmptyWord => false, _ => true };

    public bool TryGetBool(out bool value) => Unwrap(out value);

    public bool TryGetString(out string value)
    {
        value = Raw as string ?? "";
        return Raw is string;
    }

    public bool TryGetList(out ValueList value)
    {
        value = Raw as ValueList ?? ValueList.None;
        return Raw is ValueList;
    }

    public bool TryGetObject(out ValueObject value)
    {
        value = Raw as ValueObject ?? ValueObject.None;
        return Raw is ValueObject;
    }

    /// <summary>A whole number that fits; 3.0 counts as whole.</summary>
    public bool TryGetInt64(out long value)
    {
        value = 0;
        switch (Raw)
        {
            case int i: value = i; return true;
            case long l: value = l; return true;
            case double d when Math.Floor(d) == d && Math.Abs(d) < 9e15: value = (long)d; return true;
            case float f when MathF.Floor(f) == f && Math.Abs(f) < 9e15: value = (long)f; return true;
            case decimal m when decimal.Floor(m) == m && Math.Abs(m) < 9e15m: value = (long)m; return true;
            default: return false;
        }
    }

    public bool TryGetDouble(out double value)
    {
        double? found = Raw switch
        {
            int i => i,
            long l => l,
            BigInteger b => (double)b,
            float f => f,
            double d => d,
            decimal m => (double)m,
            _ => null,
        };
        value = found ?? 0;
        return found.HasValue;
    }

    /// <summary>The text Scriban would print, secrets included. For people use <see cref="ToString"/> or <see cref="Redact"/>.</summary>
    public string ToText() => ValueText.Of(this);

    /// <summary>JSON of this value, secrets included. Dates become ISO 8601, durations [d.]hh:mm:ss.</summary>
    public JsonNode? ToJson() => JsonValues.To(this);

    /// <summary>The printed text with secrets masked.</summary>
    public override string ToString() => Redact().ToText();

    public bool Equals(Value other) => ValueEquality.Same(Raw, other.Raw);

    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    public override int GetHashCode() => ValueEquality.Hash(Raw);

    public static bool operator ==(Value left, Value right) => left.Equals(right);

    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    private bool Unwrap<T>(out T value) where T : struct
    {
        value = Raw is T found ? found : default;
        return Raw is T;
    }

    internal sealed class EmptyWord
    {
        public static readonly EmptyWord Instance = new();
    }
}
