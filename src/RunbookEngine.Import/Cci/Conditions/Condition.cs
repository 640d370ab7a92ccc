using System.Collections.Immutable;

namespace RunbookEngine.Import.Cci.Conditions;

/// <summary>Something that holds or not: an expression over inputs and outputs of earlier steps. What it reads never changes once it is there,
/// so it may be asked again further down.</summary>
internal sealed class Condition : IEquatable<Condition>
{
    /// <summary>Characters of a condition; a longer one is no help to anybody.</summary>
    public const int Longest = 3_000;

    private enum Kind { Known, Atom, Not, All, Any }

    private readonly Kind _kind;
    private readonly ImmutableArray<Condition> _parts = [];
    private readonly string _text;

    private Condition(Kind kind, string text, ImmutableArray<Condition> parts, PairSign? sign = null) => (_kind, _text, _parts, _sign) = (kind, text, parts, sign);

    public static Condition True { get; } = new(Kind.Known, "true", []);

    public static Condition False { get; } = new(Kind.Known, "false", []);

    /// <summary>Of a known one: the command on whose success it rests. A run stops where that command fails.</summary>
    public Outcome? RestsOn { get; private init; }

    /// <summary>What a pair reading showed, where that is the whole of it.</summary>
    public PairSign? Sign => _kind == Kind.Not ? _parts[0].Opposite : _sign;

    private PairSign? Opposite { get; init; }

    private readonly PairSign? _sign;

    public bool? Known => _kind != Kind.Known ? null : _text == "true";

    public static Condition Of(bool holds, Outcome? restsOn = null) => new(Kind.Known, holds ? "true" : "false", []) { RestsOn = restsOn };

    /// <param name="opposite">What it is that it does not hold.</param>
    public static Condition Of(string expression, PairSign? sign = null, PairSign? opposite = null) => new(Kind.Atom, expression, [], sign) { Opposite = opposite };

    public Condition Not() => _kind switch
    {
        Kind.Known => Of(Known != true, RestsOn),
        Kind.Not => _parts[0],
        Kind.All or Kind.Any when _parts.All(p => p._kind == Kind.Not) => _parts.Skip(1).Aggregate(_parts[0].Not(), (a, p) => Join(_kind == Kind.All ? Kind.Any : Kind.All, a, p.Not())),
        _ => new Condition(Kind.Not, "", [this]),
    };

    public Condition And(Condition other) => Join(Kind.All, this, other);

    public Condition Or(Condition other) => Join(Kind.Any, this, other);

    public static Condition All(IEnumerable<Condition> parts) => parts.Aggregate(True, (a, b) => a.And(b));

    /// <summary>The parts that all have to hold.</summary>
    public ImmutableArray<Condition> Conjuncts => _kind == Kind.All ? _parts : Known == true ? [] : [this];

    public ImmutableArray<Condition> Alternatives => _kind == Kind.Any ? _parts : Known == false ? [] : [this];

    private static Condition Join(Kind kind, Condition a, Condition b)
    {
        var absorbing = kind == Kind.Any;
        if (a.Known is { } left)
            return left == absorbing ? a : b.Known is not null && a.RestsOn is not null ? Of(b.Known == true, b.RestsOn ?? a.RestsOn) : b;
        if (b.Known is { } right)
            return right == absorbing ? b : a;
        var parts = a.Parts(kind).AddRange(b.Parts(kind)).Distinct().ToImmutableArray();
        if (parts.Any(p => parts.Contains(p.Not())))
            return absorbing ? True : False;
        // a || b || !(a || b)
        if (parts.Any(p => p._kind == Kind.Not && p._parts[0]._kind == kind && p._parts[0]._parts.All(q => parts.Contains(q))))
            return absorbing ? True : False;
        // a || (!a && b) is a || b; a && (!a || b) is a && b.
        var inner = kind == Kind.Any ? Kind.All : Kind.Any;
        if (parts.FirstOrDefault(p => p._kind == inner && p._parts.Any(q => parts.Contains(q.Not()))) is { } wordy)
        {
            var kept = wordy._parts.Where(q => !parts.Contains(q.Not())).ToList();
            var shorter = kept.Count == 0 ? Of(absorbing) : kept.Skip(1).Aggregate(kept[0], (x, y) => Join(inner, x, y));
            return parts.Where(p => !ReferenceEquals(p, wordy)).Aggregate(shorter, (x, y) => Join(kind, x, y));
        }

        if (kind == Kind.Any && Shared(parts) is { } simpler)
            return simpler;
        return parts.Length == 1 ? parts[0] : new Condition(kind, "", parts);
    }

    // (a && b) || (a && !b) is a; (a && b) || a is a.
    private static Condition? Shared(ImmutableArray<Condition> parts)
    {
        var common = parts.Aggregate(parts[0].Conjuncts, (seen, p) => [.. seen.Intersect(p.Conjuncts)]);
        if (common.Length == 0)
            return null;
        var rest = parts.Select(p => All(p.Conjuncts.Except(common))).ToList();
        return All(common).And(rest.Aggregate(False, (a, b) => a.Or(b)));
    }

    private ImmutableArray<Condition> Parts(Kind kind) => _kind == kind ? _parts : [this];

    public override string ToString() => _kind switch
    {
        Kind.Not => $"!({_parts[0]})",
        Kind.All => string.Join(" && ", _parts.Select(p => p._kind == Kind.Any || p._kind == Kind.Atom && Loose(p._text) ? $"({p})" : p.ToString())),
        Kind.Any => string.Join(" || ", _parts.Select(p => p._kind == Kind.All || p._kind == Kind.Atom && Loose(p._text) ? $"({p})" : p.ToString())),
        _ => _text,
    };

    private static bool Loose(string text) => text.Contains('|') || text.Contains('?') || text.Contains("&&", StringComparison.Ordinal);

    public bool Equals(Condition? other) => other is not null && other.ToString() == ToString();

    public override bool Equals(object? other) => Equals(other as Condition);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}
