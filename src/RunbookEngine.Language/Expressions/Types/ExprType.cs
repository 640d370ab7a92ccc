namespace RunbookEngine.Language.Expressions;

/// <summary>What is known of a value before the run. Immutable.</summary>
public sealed record ExprType(ExprKind Kind)
{
    // Before the fields below, which use it.
    private static readonly IReadOnlyDictionary<string, ExprMember> NoMembers = new Dictionary<string, ExprMember>();

    public static readonly ExprType Any = new(ExprKind.Any);
    public static readonly ExprType Null = new(ExprKind.Null) { IsNullable = true };
    public static readonly ExprType Bool = new(ExprKind.Bool);
    public static readonly ExprType Int = new(ExprKind.Int);
    public static readonly ExprType Number = new(ExprKind.Number);
    public static readonly ExprType String = new(ExprKind.String);
    public static readonly ExprType Date = new(ExprKind.Date);
    public static readonly ExprType Duration = new(ExprKind.Duration);
    public static readonly ExprType Function = new(ExprKind.Function);

    /// <summary>A list of anything.</summary>
    public static readonly ExprType List = new(ExprKind.List) { Element = Any };

    /// <summary>An object whose members are not known.</summary>
    public static readonly ExprType OpenObject = new(ExprKind.Object) { IsOpen = true };

    /// <summary>Of a list: what its elements are.</summary>
    public ExprType? Element { get; init; }

    /// <summary>Of an object: what is known by name.</summary>
    public IReadOnlyDictionary<string, ExprMember> Members { get; init; } = NoMembers;

    /// <summary>Of an object: there may be members beside the known ones.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The value may be null.</summary>
    public bool IsNullable { get; init; }

    /// <summary>A secret is in the value or was used to compute it.</summary>
    public bool IsSecret { get; init; }

    public static ExprType ListOf(ExprType element) => new(ExprKind.List) { Element = element };

    /// <summary>Exactly these members: another name is a mistake.</summary>
    public static ExprType ObjectOf(IReadOnlyDictionary<string, ExprMember> members) => new(ExprKind.Object) { Members = members };

    public static ExprType ObjectOf(params (string Name, ExprType Type)[] members) =>
        ObjectOf(members.ToDictionary(m => m.Name, m => new ExprMember(m.Type)));

    public static ExprType SecretOf(ExprType type) => type with { IsSecret = true };

    public ExprType OrNull() => this with { IsNullable = true };

    public ExprType NotNull() => IsNullable ? this with { IsNullable = false } : this;

    /// <summary>A secret is in this type or in anything below it.</summary>
    public bool ContainsSecret => IsSecret || Element is { ContainsSecret: true } || Members.Values.Any(m => m.Type.ContainsSecret);

    public bool IsNumeric => Kind is ExprKind.Int or ExprKind.Number;

    internal ExprType Tainted(bool secret) => secret && !IsSecret ? this with { IsSecret = true } : this;

    /// <summary>What a value is that is one or the other.</summary>
    internal ExprType Or(ExprType other)
    {
        var joined = Kind == ExprKind.Null ? other.OrNull()
            : other.Kind == ExprKind.Null ? OrNull()
            : Kind == other.Kind ? JoinSame(other)
            : IsNumeric && other.IsNumeric ? Number
            : Any;
        return joined with { IsNullable = IsNullable || other.IsNullable || joined.IsNullable, IsSecret = IsSecret || other.IsSecret };
    }

    private ExprType JoinSame(ExprType other) => Kind switch
    {
        ExprKind.List => ListOf((Element ?? Any).Or(other.Element ?? Any)),
        ExprKind.Object when !ReferenceEquals(Members, other.Members) => OpenObject with
        {
            Members = Members.Where(m => other.Members.ContainsKey(m.Key))
                .ToDictionary(m => m.Key, m => new ExprMember(m.Value.Type.Or(other.Members[m.Key].Type))),
        },
        _ => this,
    };

    /// <summary>As people read it: string, list of int, secret string, int or null.</summary>
    public override string ToString()
    {
        var name = Kind == ExprKind.List && Element is { Kind: not ExprKind.Any } element ? $"list of {element}" : Kind switch
        {
            ExprKind.Int => "whole number",
            var kind => kind.ToString().ToLowerInvariant(),
        };
        return (IsSecret ? "secret " : "") + name + (IsNullable && Kind != ExprKind.Null ? " or null" : "");
    }

    // Members compare by content, so that equal types are equal.
    public bool Equals(ExprType? other) =>
        other is not null && Kind == other.Kind && IsOpen == other.IsOpen && IsNullable == other.IsNullable && IsSecret == other.IsSecret
        && Equals(Element, other.Element) && Members.Count == other.Members.Count
        && Members.All(m => other.Members.TryGetValue(m.Key, out var theirs) && m.Value.Equals(theirs));

    public override int GetHashCode() => HashCode.Combine(Kind, IsOpen, IsNullable, IsSecret, Members.Count);
}
