using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Templates;

/// <summary>What <c>for.index</c> and its relatives say inside a loop.</summary>
internal sealed class LoopState(IReadOnlyList<Value> items, int index) : ValueObject
{
    public static readonly IReadOnlyDictionary<string, ExprMember> Types = new Dictionary<string, ExprMember>
    {
        ["index"] = new(ExprType.Int, "position from 0"),
        ["rindex"] = new(ExprType.Int, "position from the end, 0 for the last"),
        ["length"] = new(ExprType.Int, "number of rounds"),
        ["first"] = new(ExprType.Bool, "this is the first round"),
        ["last"] = new(ExprType.Bool, "this is the last round"),
        ["even"] = new(ExprType.Bool, "the position is even; the first one is"),
        ["odd"] = new(ExprType.Bool, "the position is odd"),
        ["changed"] = new(ExprType.Bool, "the element differs from the one before"),
    };

    public override IEnumerable<string> Keys => Types.Keys;

    public override int Count => Types.Count;

    public override bool TryGet(string key, out Value value)
    {
        Value? found = key switch
        {
            "index" => Value.Of(index),
            "rindex" => Value.Of(items.Count - index - 1),
            "length" => Value.Of(items.Count),
            "first" => Value.Of(index == 0),
            "last" => Value.Of(index == items.Count - 1),
            "even" => Value.Of(index % 2 == 0),
            "odd" => Value.Of(index % 2 == 1),
            "changed" => Value.Of(index == 0 || !items[index].Equals(items[index - 1])),
            _ => null,
        };
        value = found ?? Value.Null;
        return found.HasValue;
    }
}
