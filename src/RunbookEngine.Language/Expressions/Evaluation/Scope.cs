using System.Text.Json.Nodes;

namespace RunbookEngine.Language.Expressions;

/// <summary>Names from a dictionary, with an optional outer scope behind them.</summary>
public sealed class Scope(IReadOnlyDictionary<string, Value> names, IScope? outer = null) : IScope
{
    public static readonly Scope Empty = new(new Dictionary<string, Value>());

    /// <summary>The members of a JSON object as names.</summary>
    public static Scope Of(JsonObject names) => new(names.ToDictionary(n => n.Key, n => Value.Of(n.Value)));

    public bool TryGet(string name, out Value value) =>
        names.TryGetValue(name, out value) || outer is not null && outer.TryGet(name, out value);
}
