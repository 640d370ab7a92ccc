using System.Collections.Frozen;

namespace RunbookEngine.Language.Expressions;

/// <summary>All functions of the language: Scriban's pure ones under Scriban's names. No clock, no chance, no input or output.</summary>
public static class FunctionCatalogue
{
    private static readonly string[] Spaces = ["array", "date", "math", "object", "string", "timespan"];

    private static readonly FrozenDictionary<string, string> Refused = new Dictionary<string, string>
    {
        ["date.now"] = "it reads the clock, and a resumed run would see another time; use `run.startedAt`",
        ["math.random"] = "a resumed run would see another number",
        ["math.uuid"] = "a resumed run would see another id; use `run.id`",
        ["object.eval"] = "text is never run as an expression",
        ["object.eval_template"] = "text is never run as a template",
        ["array.cycle"] = "it remembers its last call; use `for.even` or an index",
        ["include"] = "nothing is read from outside of the runbook",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, FunctionSpec> ByName = Everything().ToFrozenDictionary(f => f.Name);

    /// <summary>Sorted by name.</summary>
    public static IReadOnlyList<FunctionSpec> All { get; } = [.. ByName.Values.OrderBy(f => f.Name, StringComparer.Ordinal)];

    /// <summary>The words before the dot. A scope cannot have a name like one of these.</summary>
    public static IReadOnlyList<string> Namespaces => Spaces;

    public static bool IsNamespace(string name) => Array.IndexOf(Spaces, name) >= 0;

    public static FunctionSpec? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Why a function that Scriban has is left out on purpose, or null.</summary>
    public static string? WhyRefused(string name) =>
        Refused.TryGetValue(name, out var reason) ? reason
        : name.StartsWith("regex.", StringComparison.Ordinal) ? "patterns are not part of this language; see `string.contains`, `string.split`, `string.replace`"
        : name.StartsWith("html.", StringComparison.Ordinal) ? "runbooks make no HTML"
        : null;

    internal static string? SuggestFor(string path)
    {
        var tail = path[(path.LastIndexOf('.') + 1)..];
        var sameName = All.FirstOrDefault(f => f.Name.EndsWith("." + tail, StringComparison.OrdinalIgnoreCase));
        return Suggestion.For(path, ByName.Keys)
            ?? (sameName is null ? null : $"did you mean `{sameName.Name}`?")
            ?? (Suggestion.Closest(tail, All.Select(f => f.Name[(f.Name.IndexOf('.', StringComparison.Ordinal) + 1)..])) is { } near
                ? $"did you mean `{All.First(f => f.Name.EndsWith("." + near, StringComparison.Ordinal)).Name}`?"
                : null);
    }

    private static IEnumerable<FunctionSpec> Everything() =>
        TextFunctions.All.Concat(TextConversions.All).Concat(ListFunctions.All)
            .Concat(NumberFunctions.All).Concat(DateFunctions.All).Concat(DurationFunctions.All).Concat(MemberFunctions.All);
}
