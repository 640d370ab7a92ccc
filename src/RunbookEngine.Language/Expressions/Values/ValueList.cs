using System.Collections;

namespace RunbookEngine.Language.Expressions;

/// <summary>A list of values; a range is one too, and says so where Scriban tells them apart.</summary>
public sealed class ValueList(IReadOnlyList<Value> items, bool isRange = false) : IReadOnlyList<Value>
{
    public static readonly ValueList None = new([]);

    /// <summary>Made by <c>1..5</c> or by a function that answers with an iterator in Scriban.</summary>
    public bool IsRange { get; } = isRange;

    public int Count => items.Count;

    public Value this[int index] => items[index];

    public IEnumerator<Value> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
