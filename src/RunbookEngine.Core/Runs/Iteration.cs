using System.Text.Json;

namespace RunbookEngine.Runs;

/// <summary>One round of a <c>foreach</c>.</summary>
/// <param name="Key">Stable name: the item itself when it is text or a number, else its <c>name</c> or <c>id</c>, else its place from 1.</param>
/// <param name="Value">What the loop variable holds.</param>
public sealed record Iteration(string Key, JsonElement Value)
{
    /// <summary>Says which two items of a list have one name; null when each has its own. A run would do only one of the two.</summary>
    public static string? SameName(IReadOnlyList<Iteration> rounds)
    {
        var places = new Dictionary<StepKey, int>();
        for (var i = 0; i < rounds.Count; i++)
        {
            var key = new StepKey(default).In(rounds[i].Key);
            if (!places.TryAdd(key, i + 1))
                return $"the items {places[key]} and {i + 1} of the list have one name: `{rounds[i].Key}` is there twice; each item needs a name of its own";
        }

        return null;
    }
}
