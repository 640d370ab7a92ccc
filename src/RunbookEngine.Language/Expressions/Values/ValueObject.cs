using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace RunbookEngine.Language.Expressions;

/// <summary>Named values in the order they were given. Implementations may read a member only when it is asked for.</summary>
public abstract class ValueObject : IScriptObject
{
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

    IEnumerable<string> IScriptObject.GetMembers() => Keys;

    bool IScriptObject.Contains(string member) => TryGet(member, out _);

    bool IScriptObject.IsReadOnly { get => true; set { } }

    bool IScriptObject.TryGetValue(TemplateContext? context, SourceSpan span, string member, out object? value)
    {
        var found = TryGet(member, out var read);
        (context as StrictContext)?.Reads(read);
        value = read.Raw;
        return found;
    }

    bool IScriptObject.CanWrite(string member) => false;

    bool IScriptObject.TrySetValue(TemplateContext? context, SourceSpan span, string member, object? value, bool readOnly) => false;

    bool IScriptObject.Remove(string member) => false;

    void IScriptObject.SetReadOnly(string member, bool readOnly) { }

    IScriptObject IScriptObject.Clone(bool deep) => this;

    private sealed class Map(OrderedDictionary<string, Value> members) : ValueObject
    {
        public override IEnumerable<string> Keys => members.Keys;

        public override int Count => members.Count;

        public override bool TryGet(string key, out Value value) => members.TryGetValue(key, out value);
    }
}
