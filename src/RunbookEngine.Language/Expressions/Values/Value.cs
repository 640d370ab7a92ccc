using System.Collections;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scriban.Runtime;

namespace RunbookEngine.Language.Expressions;

/// <summary>A value of the expression language. Immutable; says whether a secret went into it.</summary>
public readonly struct Value : IEquatable<Value>
{
    /// <summary>What stands in place of a secret wherever people read.</summary>
    public const string Mask = "***";

    private Value(object? raw, bool isSecret = false) => (Raw, IsSecret) = (raw, isSecret);

    public static Value Null => default;

    internal static Value Empty { get; } = new(EmptyScriptObject.Default);

    /// <summary>As Scriban holds it: null, bool, a number, string, DateTimeOffset, TimeSpan, a list, an object, a function.</summary>
    internal object? Raw { get; }

    /// <summary>A secret was read to compute it. See <see cref="ContainsSecret"/> for the members of an object.</summary>
    public bool IsSecret { get; }

    public bool IsNull => Raw is null;

    public ValueKind Kind => RawValues.KindOf(Raw);

    public static Value Of(bool value) => new(value);

    public static Value Of(int value) => new(value);

    /// <summary>Held as int where it fits, as Scriban does.</summary>
    public static Value Of(long value) => new(value is >= int.MinValue and <= int.MaxValue ? (int)value : (object)value);

    public static Value Of(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? Of((long)value) : new(value);

    public static Value Of(double value) => new(value);

    public static Value Of(string? value) => new(value);

    public static Value Of(DateTimeOffset value) => new(value);

    public static Value Of(TimeSpan value) => new(value);

    public static Value Of(ValueObject value) => new(value);

    public static Value Of(IEnumerable<Value> items)
    {
        var all = items.ToList();
        return new(new ScriptArray(all.Select(item => item.Raw)), all.Any(item => item.ContainsSecret));
    }

    public static Value Of(JsonNode? node) => new(JsonValues.From(node));

    public static Value Of(JsonElement element) => new(JsonValues.From(element));

    /// <summary>A text that must not be shown. Whatever is computed from it is secret as well.</summary>
    public static Value Secret(string value) => new(value, true);

    internal static Value OfRaw(object? raw, bool isSecret = false) => new(raw, isSecret);

    /// <summary>This value or a member inside it is secret.</summary>
    public bool ContainsSecret => IsSecret || RawValues.ContainsSecret(Raw);

    /// <summary>A copy fit to be shown: every secret replaced by <see cref="Mask"/>.</summary>
    public Value Redact() => !ContainsSecret ? this
        : !IsSecret && Raw is ValueObject obj ? Of(ValueObject.Of(obj.Keys.Select(key => KeyValuePair.Create(key, obj.TryGet(key, out var member) ? member.Redact() : Null))))
        : Of(Mask);

    public bool TryGetBool(out bool value)
    {
        value = Raw is true;
        return Raw is bool;
    }

    public bool TryGetString(out string value)
    {
        value = Raw as string ?? "";
        return Raw is string;
    }

    /// <summary>The text Scriban would print, secrets included. For people use <see cref="ToString"/> or <see cref="Redact"/>.</summary>
    public string ToText() => ValueText.Of(Raw);

    /// <summary>JSON of this value, secrets included. Dates become ISO 8601, durations [d.]hh:mm:ss.</summary>
    public JsonNode? ToJson() => JsonValues.To(Raw);

    /// <summary>The printed text with secrets masked.</summary>
    public override string ToString() => Redact().ToText();

    public bool Equals(Value other) => RawValues.Same(Raw, other.Raw);

    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    public override int GetHashCode() => RawValues.Hash(Raw);

    public static bool operator ==(Value left, Value right) => left.Equals(right);

    public static bool operator !=(Value left, Value right) => !left.Equals(right);
}
