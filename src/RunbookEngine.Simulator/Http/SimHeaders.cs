using System.Collections;

namespace RunbookEngine.Simulator.Http;

/// <summary>Header names and values; names compare without case, a repeated name keeps its first value.</summary>
public sealed class SimHeaders : IEnumerable<KeyValuePair<string, string>>
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public string? this[string name] => _values.GetValueOrDefault(name);

    public void Add(string name, string value) => _values.TryAdd(name, value);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
