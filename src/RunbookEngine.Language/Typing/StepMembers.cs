using System.Collections;
using System.Diagnostics.CodeAnalysis;
using RunbookEngine.Language.Expressions;

namespace RunbookEngine.Language.Typing;

/// <summary>The members of <c>steps</c> as one place sees them, worked out when asked for: a place names a few of perhaps thousands.</summary>
internal sealed class StepMembers(IReadOnlyCollection<string> ids, Func<string, ExprMember?> member) : IReadOnlyDictionary<string, ExprMember>
{
    public int Count => ids.Count;

    public IEnumerable<string> Keys => ids;

    public IEnumerable<ExprMember> Values => ids.Select(id => this[id]);

    public ExprMember this[string key] => member(key) ?? throw new KeyNotFoundException(key);

    public bool ContainsKey(string key) => member(key) is not null;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out ExprMember value)
    {
        value = member(key);
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, ExprMember>> GetEnumerator() => ids.Select(id => KeyValuePair.Create(id, this[id])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
