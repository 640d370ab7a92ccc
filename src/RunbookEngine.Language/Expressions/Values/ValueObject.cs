namespace RunbookEngine.Language.Expressions;

/// <summary>Named values in the order they were given. Implementations may read a member only when it is asked for.</summary>
public abstract class ValueObject
{
    public static readonly ValueObject None = Of([]);

    public abstract IEnumerable<string> Keys { get; }

    public abstract int Count { get; }

    public abstract bool TryGet(string key, out Value value);

    /// <summary>An object of these members; a later member replaces an earlier one of the same name.</summary>
    public static ValueObject Of(IEnumerable<KeyValuePair<string, Value>> members)
    {
        var map = new OrderedDictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (key, value) in members)
        {
            map[key] = value;
        }

        return new Map(map);
    }

    private sealed class Map(OrderedDictionary<string, Value> members) : ValueObject
    {
        public override IEnumerable<string> Keys => members.Keys;

        public override int Count => members.Count;

        public override bool TryGet(string key, out Value value) => members.TryGetValue(key, out value);
    }
}
