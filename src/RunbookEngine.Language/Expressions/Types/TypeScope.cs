using System.Collections.Immutable;

namespace RunbookEngine.Language.Expressions;

/// <summary>What names an expression can use at its place, with their types.</summary>
/// <param name="Names">Known names. One whose <see cref="ExprMember.NotYet"/> is set exists but has no value here.</param>
/// <param name="IsOpen">There may be further names; unknown ones are then accepted as Any.</param>
public sealed record TypeScope(IReadOnlyDictionary<string, ExprMember> Names, bool IsOpen = false)
{
    public static readonly TypeScope Empty = new(new Dictionary<string, ExprMember>());

    /// <summary>Nothing is known and everything accepted.</summary>
    public static readonly TypeScope Anything = Empty with { IsOpen = true };

    /// <summary>Paths that a condition around this place found not to be null.</summary>
    internal ImmutableHashSet<string> NotNull { get; init; } = [];

    public static TypeScope Of(params (string Name, ExprType Type)[] names) =>
        new(names.ToDictionary(n => n.Name, n => new ExprMember(n.Type)));

    /// <summary>This scope with one more name; it hides an outer one.</summary>
    public TypeScope With(string name, ExprMember member) => this with
    {
        Names = new Dictionary<string, ExprMember>(Names) { [name] = member },
        NotNull = [.. NotNull.Where(path => path.Split('\n')[0] != name)],
    };

    /// <summary>This scope where a condition came out as <paramref name="outcome"/>: what it compared with null is then known.</summary>
    public TypeScope After(Expression condition, bool outcome) => this with { NotNull = Narrowing.From(condition, outcome, NotNull) };

    public TypeScope With(string name, ExprType type, string? description = null) => With(name, new ExprMember(type, description));
}
